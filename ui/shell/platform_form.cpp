// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/platform_form.h"

#include "core/accelerator/pe_cost_table.h"
#include "core/base/number_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QObject>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace pairscape {

namespace {

const QString peCosts = QStringLiteral("pe_costs");
const QSet<QString> resources = {QStringLiteral("dsp"), QStringLiteral("lut"), QStringLiteral("bram36"),
                                 QStringLiteral("uram")};
const QSet<QString> words = {QStringLiteral("name"), QStringLiteral("title"), QStringLiteral("source"),
                             QStringLiteral("family")};

QString quoted(const QString& text) {
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

/// What was typed as a JSON value. Thousands may stand apart; what is no number goes on as text, which the
/// check then names.
QString valueText(const PlatformField& field, QString typed) {
    if (!field.number())
        return quoted(typed.trimmed());
    static const QRegularExpression blanks(QStringLiteral("[\\s\u2009\u00a0_]"));
    static const QRegularExpression number(QStringLiteral("^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?$"));
    typed.remove(blanks);
    return number.match(typed).hasMatch() ? typed : quoted(typed);
}

QString exact(double value) {
    return QString::fromStdString(exactText(value));
}

/// The fields of the conv PE's unpacked form; empty where nothing of it was typed.
QString aloneOf(const PlatformForm& form) {
    QStringList fields;
    bool typed = false;
    for (const PlatformField& field : unpackedPeFields()) {
        const QString text = form.text.value(peCostId(OperatorType::Conv, field.id)).trimmed();
        typed = typed || !text.isEmpty();
        fields << quoted(field.id.section(QLatin1Char('.'), 1)) + QStringLiteral(": ") +
                      valueText(field, text);
    }
    return typed ? fields.join(QStringLiteral(", ")) : QString();
}

QString jsonOf(const PlatformForm& form) {
    QStringList lines;
    for (const PlatformField& field : platformFields())
        lines << quoted(field.id) + QStringLiteral(": ") + valueText(field, form.text.value(field.id));
    if (form.ownPeCosts) {
        QStringList operators;
        for (const OperatorType op : allOperatorTypes) {
            QStringList costs;
            for (const PlatformField& field : peCostFields())
                costs << quoted(field.id) + QStringLiteral(": ") +
                             valueText(field, form.text.value(peCostId(op, field.id)));
            if (op == OperatorType::Conv)
                if (const QString alone = aloneOf(form); !alone.isEmpty())
                    costs << QStringLiteral("\"alone\": {") + alone + QLatin1Char('}');
            const std::string_view name = operatorTypeName(op);
            operators << quoted(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()))) +
                             QStringLiteral(": {") + costs.join(QStringLiteral(", ")) + QLatin1Char('}');
        }
        lines << quoted(peCosts) + QStringLiteral(": {") + operators.join(QStringLiteral(", ")) +
                     QLatin1Char('}');
    }
    return QLatin1Char('{') + lines.join(QStringLiteral(",\n")) + QLatin1Char('}');
}

Result<Platform> read(const PlatformForm& form) {
    return Platform::fromJson(jsonOf(form).toStdString(), "platform");
}

/// The sentence about a field, beginning with it.
QString complaintOf(const Error& error, QString* field) {
    QString sentence = QString::fromStdString(error.message);
    static const QRegularExpression named(QStringLiteral("field '([^']+)'"));
    const auto match = named.match(sentence);
    *field = match.captured(1);
    if (match.hasMatch())
        sentence = QLatin1Char('F') + sentence.mid(match.capturedStart() + 1);
    return sentence;
}

QStringList allIds() {
    QStringList ids;
    for (const PlatformField& field : platformFields())
        ids << field.id;
    for (const OperatorType op : allOperatorTypes)
        for (const PlatformField& field : peCostFields())
            ids << peCostId(op, field.id);
    for (const PlatformField& field : unpackedPeFields())
        ids << peCostId(OperatorType::Conv, field.id);
    return ids;
}

/// Where a changed figure comes from is no longer what the original says.
void tellChanges(Platform& platform, const PlatformCheck& check, const PlatformForm& form,
                 const Platform& original) {
    QHash<QString, QStringList> bySource;
    for (const QString& id : allIds()) {
        if (!check.changed.contains(id) || words.contains(id))
            continue;
        const QString source = resources.contains(id)                      ? QStringLiteral("resources")
                               : id.startsWith(peCosts + QLatin1Char('.')) ? peCosts
                                                                           : id;
        bySource[source] << QStringLiteral("%1 %2 (%3 in %4)")
                                .arg(id.section(QLatin1Char('.'), 1).isEmpty()
                                         ? id
                                         : id.section(QLatin1Char('.'), 1),
                                     form.text.value(id).trimmed(), check.changed.value(id),
                                     QString::fromStdString(original.name));
    }
    for (auto at = bySource.cbegin(); at != bySource.cend(); ++at)
        if (at.key() != peCosts || form.ownPeCosts)
            platform.sources[at.key().toStdString()] =
                "Own figures: " + at.value().join(QStringLiteral(", ")).toStdString() + ".";
}

} // namespace

const QList<PlatformField>& platformFields() {
    using Kind = PlatformField::Kind;
    static const QList<PlatformField> fields = {
        {QStringLiteral("name"), QObject::tr("Name"), {}, Kind::Word},
        {QStringLiteral("title"), QObject::tr("Title"), {}, Kind::Word},
        {QStringLiteral("source"), QObject::tr("Source"), {}, Kind::Sentence},
        {QStringLiteral("family"), QObject::tr("Family"), {}, Kind::Family},
        {QStringLiteral("dsp"), QObject::tr("DSP"), QObject::tr("blocks")},
        {QStringLiteral("lut"), QObject::tr("LUT"), QObject::tr("of 6 inputs")},
        {QStringLiteral("bram36"), QObject::tr("BRAM36"), QObject::tr("blocks of 36 Kbit")},
        {QStringLiteral("uram"), QObject::tr("URAM"), QObject::tr("blocks of 288 Kbit")},
        {QStringLiteral("lut_share"), QObject::tr("LUTs for PEs"), QObject::tr("share, 0.01 to 1")},
        {QStringLiteral("clock_mhz"), QObject::tr("Clock"), QStringLiteral("MHz")},
        {QStringLiteral("dram_gigabytes_per_second"), QObject::tr("DRAM bandwidth"), QStringLiteral("GB/s")},
        {QStringLiteral("static_watts"), QObject::tr("Static power"), QStringLiteral("W")},
        {QStringLiteral("dram_pj_per_byte"), QObject::tr("DRAM energy"), QObject::tr("pJ a byte")},
        {QStringLiteral("buffer_pj_per_byte"), QObject::tr("Buffer energy"), QObject::tr("pJ a byte")}};
    return fields;
}

const QList<PlatformField>& peCostFields() {
    static const QList<PlatformField> fields = {
        {QStringLiteral("dsp"), QObject::tr("DSP"), {}},
        {QStringLiteral("lut"), QObject::tr("LUT"), {}},
        {QStringLiteral("weight_bits"), QObject::tr("Weight bits"), {}},
        {QStringLiteral("activation_bits"), QObject::tr("Activation bits"), {}},
        {QStringLiteral("energy_pj"), QObject::tr("pJ an operation"), {}}};
    return fields;
}

const QList<PlatformField>& unpackedPeFields() {
    static const QList<PlatformField> fields = {
        {QStringLiteral("alone.dsp"), QObject::tr("DSP"), {}},
        {QStringLiteral("alone.lut"), QObject::tr("LUT"), {}},
        {QStringLiteral("alone.energy_pj"), QObject::tr("pJ an operation"), {}}};
    return fields;
}

QString peCostId(OperatorType op, const QString& field) {
    const std::string_view name = operatorTypeName(op);
    return QStringLiteral("pe_costs.%1.%2")
        .arg(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())), field);
}

PlatformForm platformForm(const Platform& platform) {
    PlatformForm form;
    const auto set = [&](const char* id, const QString& text) { form.text[QString::fromLatin1(id)] = text; };
    set("name", QString::fromStdString(platform.name));
    set("title", QString::fromStdString(platform.title));
    set("source", QString::fromStdString(platform.source));
    set("family", QString::fromStdString(platform.family));
    set("dsp", QString::number(platform.available.dsp));
    set("lut", QString::number(platform.available.lut));
    set("bram36", QString::number(platform.available.bram36));
    set("uram", QString::number(platform.available.uram));
    set("lut_share", exact(platform.lutShare));
    set("clock_mhz", exact(platform.clockMhz));
    set("dram_gigabytes_per_second", exact(platform.dramGigabytesPerSecond));
    set("static_watts", exact(platform.staticWatts));
    set("dram_pj_per_byte", exact(platform.dramPjPerByte));
    set("buffer_pj_per_byte", exact(platform.bufferPjPerByte));
    for (const OperatorType op : allOperatorTypes) {
        const PeCost& cost = platform.peCost(op);
        form.text[peCostId(op, QStringLiteral("dsp"))] = exact(cost.dsp);
        form.text[peCostId(op, QStringLiteral("lut"))] = exact(cost.lut);
        form.text[peCostId(op, QStringLiteral("weight_bits"))] = QString::number(cost.weightBits);
        form.text[peCostId(op, QStringLiteral("activation_bits"))] = QString::number(cost.activationBits);
        form.text[peCostId(op, QStringLiteral("energy_pj"))] = exact(cost.energyPj);
    }
    const auto& alone = platform.peCost(OperatorType::Conv).alone;
    form.text[peCostId(OperatorType::Conv, QStringLiteral("alone.dsp"))] =
        alone ? exact(alone->dsp) : QString();
    form.text[peCostId(OperatorType::Conv, QStringLiteral("alone.lut"))] =
        alone ? exact(alone->lut) : QString();
    form.text[peCostId(OperatorType::Conv, QStringLiteral("alone.energy_pj"))] =
        alone ? exact(alone->energyPj) : QString();
    const auto measured = peCostsOfFamily(platform.family);
    form.ownPeCosts = !measured || measured->pe != platform.pe;
    return form;
}

PlatformForm duplicateOf(const Platform& platform) {
    PlatformForm form = platformForm(platform);
    form.text[QStringLiteral("name")] = QStringLiteral("my-") + QString::fromStdString(platform.name);
    return form;
}

PlatformCheck checkPlatform(const PlatformForm& form, const Platform& original) {
    PlatformCheck check;
    const PlatformForm before = platformForm(original);
    PlatformForm sound = before; // with all but one field as the original has them
    sound.ownPeCosts = true;
    const bool peCount = form.ownPeCosts;
    for (const QString& id : allIds()) {
        const bool peCost = id.startsWith(peCosts + QLatin1Char('.'));
        if (peCost && !peCount)
            continue; // the family decides
        const QString typed = form.text.value(id).trimmed();
        if (typed != before.text.value(id))
            check.changed[id] = before.text.value(id);
        PlatformForm one = sound;
        one.text[id] = typed;
        if (id.contains(QStringLiteral(".alone."))) // all or none of them
            for (const PlatformField& field : unpackedPeFields())
                one.text[peCostId(OperatorType::Conv, field.id)] =
                    form.text.value(peCostId(OperatorType::Conv, field.id));
        QString field;
        if (const auto read = pairscape::read(one); !read)
            if (const QString complaint = complaintOf(read.error(), &field); field == id)
                check.complaints[id] = complaint;
    }
    auto whole = read(form);
    if (!whole && check.complaints.isEmpty()) { // fields that are only wrong together
        QString field;
        const QString complaint = complaintOf(whole.error(), &field);
        check.complaints[field] = complaint;
    }
    if (!whole)
        return check;
    if (!peCount) { // others than the original's may belong to another family
        const PlatformForm now = platformForm(*whole);
        for (const QString& id : allIds())
            if (id.startsWith(peCosts + QLatin1Char('.')) && now.text.value(id) != before.text.value(id))
                check.changed[id] = before.text.value(id);
    }
    const std::vector<std::string> presets = Platform::presetNames();
    if (std::ranges::count(presets, whole->name) > 0) {
        Platform shipped = *Platform::preset(whole->name);
        shipped.sources = whole->sources;
        if (!(shipped == *whole)) {
            const QString name = QString::fromStdString(whole->name);
            check.complaints[QStringLiteral("name")] =
                QObject::tr("'%1' is a platform that comes with Pairscape: give this one a name of its own.")
                    .arg(name);
            return check;
        }
    }
    if (!check.complaints.isEmpty())
        return check;
    for (const auto& [field, source] : original.sources)
        if (field != "pe_costs" || (form.ownPeCosts && whole->pe == original.pe))
            whole->sources[field] = source;
    tellChanges(*whole, check, form, original);
    check.platform = *std::move(whole);
    return check;
}

} // namespace pairscape
