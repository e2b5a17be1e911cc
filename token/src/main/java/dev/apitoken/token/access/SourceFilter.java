package dev.apitoken.token.access;

import java.util.List;

/** Where a token may be used from. Never empty: no filter is the absence of one. */
public record SourceFilter(List<AddressRange> ranges) {
    /** @throws IllegalArgumentException for an empty list */
    public SourceFilter {
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("a source filter without ranges would admit nobody");
        }
        ranges = List.copyOf(ranges);
    }

    /** @throws IllegalArgumentException for an empty list or a text that {@link AddressRange#parse} refuses */
    public static SourceFilter parse(List<String> texts) {
        return new SourceFilter(texts.stream().map(AddressRange::parse).toList());
    }

    public boolean admits(IpAddress address) {
        // By index: this runs for every request with a filtered token, and an iterator would be garbage each time.
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
