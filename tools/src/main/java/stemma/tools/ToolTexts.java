package stemma.tools;

import stemma.core.Receipt;

/** Outputs as text for a language model: dense, and honest about what was cut. */
final class ToolTexts {
    private ToolTexts() {}

    static String read(ReadOutput out) {
        StringBuilder text = new StringBuilder();
        text.append(out.path())
                .append(", lines ")
                .append(out.firstLine())
                .append(" to ")
                .append(out.lastLine());
        text.append(" of ").append(out.totalLines()).append('\n');
        int number = out.firstLine();
        if (out.lastLine() >= out.firstLine()) {
            for (String line : out.text().split("\n", -1)) {
                text.append(number++).append('\t').append(line).append('\n');
            }
        }
        return text.append(cut(out.cut())).toString();
    }

    static String list(ListOutput out) {
        StringBuilder text = new StringBuilder();
        for (ListOutput.Item item : out.entries()) {
            text.append(item.path());
            switch (item.kind()) {
                case FOLDER -> text.append('/');
                case LINK -> text.append(" (link)");
                case OTHER -> text.append(" (neither file nor folder)");
                case FILE -> text.append('\t').append(item.bytes());
            }
            text.append('\n');
        }
        return text.append(out.entries().isEmpty() ? "nothing here\n" : "")
                .append(cut(out.cut()))
                .toString();
    }

    static String search(SearchOutput out) {
        StringBuilder text = new StringBuilder();
        for (SearchOutput.Match match : out.matches()) {
            int number = match.line() - match.before().size();
            for (String line : match.before()) {
                text.append(match.path())
                        .append('-')
                        .append(number++)
                        .append("- ")
                        .append(line)
                        .append('\n');
            }
            text.append(match.path())
                    .append(':')
                    .append(number++)
                    .append(": ")
                    .append(match.text())
                    .append('\n');
            for (String line : match.after()) {
                text.append(match.path())
                        .append('-')
                        .append(number++)
                        .append("- ")
                        .append(line)
                        .append('\n');
            }
        }
        text.append(out.matches().size())
                .append(" matches in ")
                .append(out.filesSearched())
                .append(" files");
        text.append(out.filesSkipped() > 0 ? ", " + out.filesSkipped() + " skipped as binary or too large\n" : "\n");
        return text.append(cut(out.cut())).toString();
    }

    static String written(WriteOutput out) {
        String what = out.before().isEmpty() ? "made " : "changed ";
        String places = out.places() > 1 ? " in " + out.places() + " places" : "";
        return what + out.path() + places + ", " + out.bytes() + " bytes now";
    }

    static String exec(ExecOutput out) {
        StringBuilder text = new StringBuilder();
        text.append(out.timedOut() ? "stopped: its time was up" : "exit code " + out.exitCode());
        text.append(" after ").append(out.millis()).append(" ms\n");
        if (!out.stdout().isEmpty()) {
            text.append("output:\n").append(out.stdout()).append('\n');
        }
        if (!out.stderr().isEmpty()) {
            text.append("error output:\n").append(out.stderr()).append('\n');
        }
        if (!out.changed().isEmpty()) {
            text.append("changed in the box: ")
                    .append(String.join(", ", out.changed()))
                    .append('\n');
        }
        return text.toString();
    }

    static String failed(Receipt receipt) {
        String why = receipt.note().isEmpty() ? "" : ": " + receipt.note();
        return receipt.act().op() + " " + receipt.ending().word() + why;
    }

    private static String cut(String what) {
        return what.isEmpty() ? "" : "[" + what + "]\n";
    }
}
