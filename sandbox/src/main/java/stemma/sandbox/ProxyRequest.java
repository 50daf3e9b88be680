package stemma.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of one request to the proxy.
 *
 * @param target where it wants to go
 * @param forward what to send there first; empty for a tunnel
 */
record ProxyRequest(HostPort target, Optional<String> forward) {
    static final int HEAD_BYTES_MAX = 32 << 10;
    private static final int HTTP = 80;

    /** Reads up to and with the empty line; fails on anything that is not a proxy request. */
    static ProxyRequest read(InputStream in) throws IOException {
        String head = head(in);
        String[] lines = head.split("\r\n");
        String[] words = lines[0].split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new IOException("not a request line");
        }
        try {
            return "CONNECT".equals(words[0])
                    ? new ProxyRequest(HostPort.parse(words[1]), Optional.empty())
                    : forwarded(words, lines);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a target: " + e.getMessage(), e);
        }
    }

    private static ProxyRequest forwarded(String[] words, String[] lines) throws IOException {
        URI uri = URI.create(words[1]);
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null) {
            throw new IOException("not an http address");
        }
        HostPort target = HostPort.parse(uri.getRawAuthority().replaceFirst("^.*@", ""), HTTP);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder out = new StringBuilder(words[0] + " " + path + query + " HTTP/1.1\r\n");
        for (int i = 1; i < lines.length; i++) {
            String name = lines[i].toLowerCase(Locale.ROOT);
            boolean hop = name.startsWith("proxy-") || name.startsWith("connection:") || name.startsWith("host:");
            if (!hop) {
                out.append(lines[i]).append("\r\n");
            }
        }
        String host = target.port() == HTTP ? target.host() : target.toString();
        out.append("Host: ").append(host).append("\r\nConnection: close\r\n\r\n");
        return new ProxyRequest(target, Optional.of(out.toString()));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < HEAD_BYTES_MAX) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the request ended early");
            }
            head.append((char) b);
            if (b == '\n'
                    && head.length() >= 4
                    && "\r\n\r\n".contentEquals(head.subSequence(head.length() - 4, head.length()))) {
                return head.toString();
            }
        }
        throw new IOException("the request head is longer than " + HEAD_BYTES_MAX + " bytes");
    }

    byte[] forwardBytes() {
        return forward.orElse("").getBytes(StandardCharsets.ISO_8859_1);
    }
}
