package dev.apitoken.operator.access;

import dev.apitoken.operator.report.Gates;

/**
 * What validators report about one policy.
 *
 * @param observed whether somebody reports, but for a short pause such as between two pods
 */
record ReportedGates(Gates gates, boolean observed) {
    static final ReportedGates NONE = new ReportedGates(Gates.NONE, false);
}
