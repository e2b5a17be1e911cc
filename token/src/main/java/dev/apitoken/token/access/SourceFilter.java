package dev.apitoken.token.access;

import java.util.List;

/** Where a token may be used from. Never empty: no filter is the absence of one. */
public record SourceFilter(List<AddressRange> ranges) {
    public SourceFilter {
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("a source filter without ranges would admit nobody");
        }
        ranges = List.copyOf(ranges);
    }
}
