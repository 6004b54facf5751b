// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"

#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace pairscape {

/// A field of a platform as a person edits it.
struct PlatformField {
    QString id;    ///< its path in the JSON form: "dsp", "pe_costs.conv.lut"
    QString title; ///< "DSP blocks"
    QString unit;  ///< "MHz"; may be empty
    enum class Kind { Number, Word, Sentence, Family } kind = Kind::Number;

    bool number() const { return kind == Kind::Number; }
};

/// All fields but those of PE costs, in the order in which they are shown.
const QList<PlatformField>& platformFields();
/// What one PE costs: "dsp", "lut", "weight_bits", "activation_bits", "energy_pj".
const QList<PlatformField>& peCostFields();
/// What differs of a PE that does not share its DSP, which only conv has: "alone.dsp", "alone.lut",
/// "alone.energy_pj"; all empty where there is no such form.
const QList<PlatformField>& unpackedPeFields();
/// "pe_costs.conv.lut"
QString peCostId(OperatorType op, const QString& field);

/// What a person fills in to describe a platform, as typed.
struct PlatformForm {
    QHash<QString, QString> text; ///< by the field's path
    bool ownPeCosts = false;      ///< else those measured for the family, whatever is typed

    bool operator==(const PlatformForm&) const = default;
};

PlatformForm platformForm(const Platform& platform);
/// A form to start from: the platform under a name of its own.
PlatformForm duplicateOf(const Platform& platform);

/// What the core's check of a platform file says of a form.
struct PlatformCheck {
    QHash<QString, QString> complaints; ///< one sentence for each field that is wrong, naming it
    QHash<QString, QString> changed;    ///< fields that differ from the original: what they were
    std::optional<Platform>
        platform; ///< when nothing is wrong; fields that were changed say so as their source
};

/// `original` is what the form is compared with.
PlatformCheck checkPlatform(const PlatformForm& form, const Platform& original);

} // namespace pairscape
