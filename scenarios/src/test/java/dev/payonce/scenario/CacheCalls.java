package dev.payonce.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number of Redis reads and writes so far, by Redis' own counters; this reading is left out. */
record CacheCalls(long reads, long writes) {

    static CacheCalls soFar(Shop shop) {
        String counters = shop.redis().info("commandstats");
        return new CacheCalls(calls(counters, "get"), calls(counters, "set"));
    }

    CacheCalls minus(CacheCalls earlier) {
        return new CacheCalls(reads - earlier.reads, writes - earlier.writes);
    }

    private static long calls(String counters, String command) {
        Matcher found = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(counters);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
