package vn.antin.policies.pack;

/** A piece of the file as it may stand in a message: short and on one line. */
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    static String of(String text) {
        String line = text.replaceAll("\\s+", " ");
        return "\"" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "\"";
    }
}
