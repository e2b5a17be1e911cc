package dev.apitoken.validator.gate;

/**
 * How many lines about decisions are written in a second; 0: none of that kind.
 *
 * @param allowed at debug level every allowed request has a line, whatever this says
 * @param denied lines about denials
 */
public record DecisionLogLimits(int allowed, int denied) {
    public static final DecisionLogLimits DEFAULT = new DecisionLogLimits(0, 20);
}
