// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/gene_check.h"
#include "core/space/search_space.h"

#include <algorithm>
#include <cassert>

/// The text form of an architecture, both ways. Described for people in docs/architecture-text.md.
namespace pairscape {
namespace {

std::string stageText(const StageGene& stage, Granularity granularity) {
    std::string text = std::to_string(stage.channels);
    if (granularity == Granularity::Stage) {
        const BlockGene& first = stage.blocks.front();
        text += 'k' + std::to_string(first.kernel) + 'e' + std::to_string(first.expansion) + ':';
        for (const BlockGene& block : stage.blocks)
            text += operatorTypeLetter(block.op);
        return text;
    }
    char separator = ':';
    for (const BlockGene& block : stage.blocks) {
        text += separator;
        separator = ',';
        if (block.skip)
            text += '-';
        else
            text += operatorTypeLetter(block.op) + std::to_string(block.kernel) + 'e' +
                    std::to_string(block.expansion);
    }
    return text;
}

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether the byte is the second or a later one of a UTF-8 character.
bool continuesCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// At most `length` bytes, without half a character at the end.
std::string clipped(std::string_view text, std::size_t length) {
    while (length > 0 && length < text.size() && continuesCharacter(text[length]))
        --length;
    return std::string(text.substr(0, length));
}

/// Reads the text once from left to right. The first complaint wins; it carries the characters it is about.
class TextReader {
  public:
    TextReader(const SearchSpace& space, std::string_view text) : space_(space), text_(text) {}

    Result<Architecture> read() {
        readEnd("stem", space_.stemChannels(), result_.stemChannels);
        for (std::size_t i = 0; i < space_.stages().size() && !error_; ++i)
            readStage(i);
        readEnd("head", space_.headChannels(), result_.headChannels);
        if (!error_ && openToken())
            fail("the text", "nothing may follow the head; remove", token());
        if (error_)
            return *error_;
        return std::move(result_);
    }

  private:
    // A token is [at_, tokenEnd_); at_ moves as its parts are read.

    /// Moves to the next token; false at the end of the text.
    bool openToken() {
        while (at_ < text_.size() && isSpace(text_[at_]))
            ++at_;
        tokenEnd_ = at_;
        while (tokenEnd_ < text_.size() && !isSpace(text_[tokenEnd_]))
            ++tokenEnd_;
        return at_ < tokenEnd_;
    }

    std::string_view token() const { return text_.substr(at_, tokenEnd_ - at_); }
    bool atEnd() const { return at_ == tokenEnd_; }

    /// Records "WHERE: COMPLAINT 'PART' at character N." `part` must lie in the text.
    void fail(const std::string& where, const std::string& complaint, std::string_view part) {
        if (error_)
            return;
        const std::size_t offset = static_cast<std::size_t>(part.data() - text_.data());
        const auto before = std::count_if(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset),
                                          [](char c) { return !continuesCharacter(c); });
        const std::string shown = part.size() <= 40 ? std::string(part) : clipped(part, 37) + "...";
        error_ = Error{ErrorCode::InvalidInput, where + ": " + complaint + " '" + shown + "' at character " +
                                                    std::to_string(before + 1) + "."};
    }

    void failAtEnd(const std::string& where, const std::string& example) {
        if (!error_)
            error_ = Error{ErrorCode::InvalidInput,
                           where + ": the text ends before it; add it, for example '" + example + "'."};
    }

    /// A whole number of at most nine digits. `what` and `example` are for the complaint.
    int readNumber(const std::string& where, const std::string& what, const std::string& example) {
        if (error_)
            return 0;
        std::size_t end = at_;
        while (end < tokenEnd_ && isDigit(text_[end]))
            ++end;
        if (end == at_ || end - at_ > 9) {
            part_ = token();
            fail(where, what + " must be a whole number, as in '" + example + "'; correct",
                 orWholeToken(part_));
            return 0;
        }
        part_ = text_.substr(at_, end - at_);
        int number = 0;
        for (const char digit : part_)
            number = number * 10 + (digit - '0');
        at_ = end;
        return number;
    }

    /// An empty rest says nothing, so the complaint then shows the whole token.
    std::string_view orWholeToken(std::string_view part) const {
        return part.empty() ? text_.substr(tokenStart_, tokenEnd_ - tokenStart_) : part;
    }

    void readMark(char mark, const std::string& where, const std::string& before,
                  const std::string& example) {
        if (error_)
            return;
        if (!atEnd() && text_[at_] == mark) {
            ++at_;
            return;
        }
        fail(where,
             std::string("'") + mark + "' must follow the " + before + ", as in '" + example + "'; correct",
             orWholeToken(token()));
    }

    int readChoice(const std::string& where, const std::string& what, const std::vector<int>& choices,
                   const std::string& example) {
        const int value = readNumber(where, what, example);
        if (error_)
            return 0;
        if (const auto complaint = choiceComplaint(what, value, choices))
            fail(where, *complaint + "; correct", part_);
        return value;
    }

    OperatorType readOperator(const std::string& where) {
        if (error_)
            return OperatorType::Conv;
        const auto op = atEnd() ? std::nullopt : operatorTypeFromLetter(text_[at_]);
        if (!op) {
            fail(where, "the operator must be C (conv), S (shift) or A (adder); correct",
                 orWholeToken(token()));
            return OperatorType::Conv;
        }
        if (const auto complaint = operatorComplaint(*op, space_.operators()))
            fail(where, *complaint + "; correct", text_.substr(at_, 1));
        ++at_;
        return *op;
    }

    /// The stem's or the head's token: its name, then its channels.
    void readEnd(const std::string& name, const std::vector<int>& choices, int& channels) {
        if (error_)
            return;
        const std::string example = name + std::to_string(choices.front());
        if (!openToken())
            return failAtEnd(name, example);
        tokenStart_ = at_;
        if (token().substr(0, name.size()) != name)
            return fail(name, "expected '" + example + "' or the like in place of", token());
        at_ += name.size();
        channels = readChoice(name, "channels", choices, example);
        if (!error_ && !atEnd())
            fail(name, "nothing may follow the channels, as in '" + example + "'; remove", token());
    }

    void readStage(std::size_t index) {
        const StageChoices& choices = space_.stages()[index];
        const std::string where = stageLabel(space_, index);
        const std::string example = exampleOf(choices);
        if (!openToken())
            return failAtEnd(where, example);
        tokenStart_ = at_;
        if (token().substr(0, 4) == "head" || token().substr(0, 4) == "stem")
            return fail(where, "expected '" + example + "' or the like in place of", token());
        StageGene stage;
        stage.channels = readChoice(where, "channels", choices.channels, example);
        if (space_.granularity() == Granularity::Stage)
            readSharedBlocks(where, example, choices, stage);
        else
            readOwnBlocks(index, where, example, choices, stage);
        if (error_)
            return;
        if (const auto complaint =
                choiceComplaint("depth", static_cast<int>(stage.blocks.size()), choices.depths))
            return fail(where, *complaint + "; correct",
                        text_.substr(blocksStart_, tokenEnd_ - blocksStart_));
        result_.stages.push_back(std::move(stage));
    }

    /// "k3e4:CSA" behind the channels.
    void readSharedBlocks(const std::string& where, const std::string& example, const StageChoices& choices,
                          StageGene& stage) {
        BlockGene block;
        readMark('k', where, "channels", example);
        block.kernel = readChoice(where, "kernel", choices.kernels, example);
        readMark('e', where, "kernel", example);
        block.expansion = readChoice(where, "expansion", choices.expansions, example);
        readMark(':', where, "expansion", example);
        blocksStart_ = at_;
        do {
            block.op = readOperator(where + ", block " + std::to_string(stage.blocks.size() + 1));
            stage.blocks.push_back(block);
        } while (!error_ && !atEnd());
    }

    /// ":C3e1,S5e3,-,A3e6" behind the channels.
    void readOwnBlocks(std::size_t index, const std::string& where, const std::string& example,
                       const StageChoices& choices, StageGene& stage) {
        readMark(':', where, "channels", example);
        blocksStart_ = at_;
        const int in = index == 0 ? result_.stemChannels : result_.stages.back().channels;
        while (!error_) {
            const std::string label = where + ", block " + std::to_string(stage.blocks.size() + 1);
            BlockGene block;
            if (!atEnd() && text_[at_] == '-') {
                if (const auto complaint =
                        skipComplaint(space_, index, stage.blocks.size(), in, stage.channels))
                    return fail(label, *complaint + "; correct", text_.substr(at_, 1));
                ++at_;
                block.skip = true;
            } else {
                block.op = readOperator(label);
                block.kernel = readChoice(label, "kernel", choices.kernels, example);
                readMark('e', label, "kernel", example);
                block.expansion = readChoice(label, "expansion", choices.expansions, example);
            }
            stage.blocks.push_back(block);
            if (error_ || atEnd())
                return;
            readMark(',', label, "block", example);
        }
    }

    /// A right token for this stage, shown in complaints.
    std::string exampleOf(const StageChoices& choices) const {
        StageGene stage;
        stage.channels = choices.channels.front();
        const BlockGene block = {space_.operators().front(), choices.kernels.front(),
                                 choices.expansions.front(), false};
        stage.blocks.assign(static_cast<std::size_t>(choices.depths.front()), block);
        return stageText(stage, space_.granularity());
    }

    const SearchSpace& space_;
    std::string_view text_;
    std::size_t at_ = 0, tokenStart_ = 0, tokenEnd_ = 0, blocksStart_ = 0;
    std::string_view part_; ///< the number that was read last
    Architecture result_;
    std::optional<Error> error_;
};

} // namespace

std::string SearchSpace::format(const Architecture& architecture) const {
    std::string text = "stem" + std::to_string(architecture.stemChannels);
    for (const StageGene& stage : architecture.stages)
        text.append(1, ' ').append(stageText(stage, granularity_));
    return text + " head" + std::to_string(architecture.headChannels);
}

Result<Architecture> SearchSpace::parse(std::string_view text) const {
    Result<Architecture> result = TextReader(*this, text).read();
    assert(!result || validate(*result).ok());
    return result;
}

} // namespace pairscape
