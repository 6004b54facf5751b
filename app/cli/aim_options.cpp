// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aim_options.h"

#include "app/cli/option_checks.h"

namespace pairscape::cli {

void addAimOptions(CLI::App* verb, std::vector<std::string>& objectives,
                   std::vector<std::string>& constraints) {
    verb->add_option(
            "--objective", objectives,
            "What is aimed at, such as fps:max or energy:min; repeat it for each [accuracy:max, fps:max]")
        ->check(known(parseObjective))
        ->expected(1)
        ->take_all()
        ->type_name("NAME:max|min");
    verb->add_option("--constraint", constraints,
                     "A limit such as 'lut<=60000' or 'latency<=2ms'; repeat it for each")
        ->check(known(parseConstraint))
        ->expected(1)
        ->take_all()
        ->type_name("LIMIT");
}

Result<FrontAims> readAims(const std::vector<std::string>& objectives,
                           const std::vector<std::string>& constraints) {
    FrontAims aims;
    aims.objectives.clear();
    for (const std::string& text : objectives) {
        const auto objective = parseObjective(text);
        if (!objective)
            return objective.error();
        aims.objectives.push_back(*objective);
    }
    for (const std::string& text : constraints) {
        const auto constraint = parseConstraint(text);
        if (!constraint)
            return constraint.error();
        aims.constraints.push_back(*constraint);
    }
    return aims;
}

std::vector<std::string> objectiveTexts(const std::vector<Objective>& objectives) {
    std::vector<std::string> texts;
    for (const Objective& objective : objectives)
        texts.push_back(objectiveText(objective));
    return texts;
}

std::vector<std::string> constraintTexts(const std::vector<Constraint>& constraints) {
    std::vector<std::string> texts;
    for (const Constraint& constraint : constraints)
        texts.push_back(constraintText(constraint));
    return texts;
}

} // namespace pairscape::cli
