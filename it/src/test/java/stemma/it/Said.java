package stemma.it;

import java.util.List;

/** What a process that ended had to say. */
record Said(int code, String out, String err) {
    /** The lines of standard error that are Stemma's; the JVM's own warnings are not. */
    List<String> sentences() {
        return err.lines().filter(line -> line.startsWith("stemma")).toList();
    }

    /** Everything, for a failed assertion. */
    String all() {
        return "exit " + code + "\n--- out\n" + out + "--- err\n" + err;
    }
}
