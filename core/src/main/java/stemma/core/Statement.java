package stemma.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What an operator signs: one answer to one question of one node, in lines that a person reads before
 * signing and a program makes again to check.
 *
 * <pre>
 *   stemma approval, version 1
 *   node: stemma.node/57a5...+5a1c93d2+AX...
 *   approval: 3.41
 *   act: sha256:9f86...
 *   op: fs.apply
 *   target: "/srv/app/Makefile"
 *   input: sha256:2c26...
 *   wanted by: goal:3.12
 *   answer: yes
 *   until: 2026-11-21T23:59:59.123Z
 * </pre>
 *
 * The act's hash covers everything about the act, so that the lines below it only explain; the input's is
 * that of a rules file, for instance, which whoever signs can hash. Node,
 * approval, hash and time keep a signature from serving any other question, on any node; the answer is
 * in it, so that a no never becomes a yes. All of it is printable ASCII: what is not is written {@code
 * \u202e}, so that no terminal can be made to show something else than is signed.
 *
 * @param node the node's public key in its text form
 * @param approval which question
 * @param yes which answer
 */
public record Statement(String node, Approval approval, boolean yes) {
    /** Keeps a signature made for something else from being taken for an answer, and the other way round. */
    public static final String NAMESPACE = "stemma-approval";

    /** The lines, each with its newline. */
    public String text() {
        Act act = approval.act();
        return "stemma approval, version 1"
                + "\nnode: " + node
                + "\napproval: " + approval.id()
                + "\nact: sha256:" + approval.binding().hex()
                + "\nop: " + act.op()
                + "\ntarget: " + quoted(act.target())
                + "\ninput: sha256:" + act.inputDigest().hex()
                + "\nwanted by: " + act.actor()
                + "\nanswer: " + (yes ? "yes" : "no")
                + "\nuntil: " + Instant.ofEpochMilli(approval.expiresMillis())
                + "\n";
    }

    /** What is signed. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.US_ASCII);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append(String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
