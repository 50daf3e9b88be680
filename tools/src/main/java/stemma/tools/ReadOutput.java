package stemma.tools;

import stemma.core.Digest;

/**
 * Lines of a text file.
 *
 * @param path relative to the folder
 * @param text the lines asked for, without numbers; bytes that are not UTF-8 are shown as U+FFFD
 * @param firstLine number of the first line given, from 1
 * @param lastLine number of the last line given; {@code firstLine - 1} when none is
 * @param totalLines of the file
 * @param bytes size of the file
 * @param cut what was left out, as one sentence; empty when nothing was
 * @param digest of the whole file
 */
public record ReadOutput(
        String path, String text, int firstLine, int lastLine, int totalLines, long bytes, String cut, Digest digest) {}
