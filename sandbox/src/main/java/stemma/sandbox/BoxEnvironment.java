package stemma.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command's environment: a few facts about the box, then what was granted by name. Nothing is inherited. */
final class BoxEnvironment {
    private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    private BoxEnvironment() {}

    static Map<String, String> of(Host host, BoxSpec spec, List<Path> tools) {
        Map<String, String> env = new TreeMap<>();
        env.put("PATH", path(host, tools));
        env.put("HOME", host.home().toString());
        env.put("USER", Accounts.NAME);
        env.put("LOGNAME", Accounts.NAME);
        env.put("SHELL", "/bin/sh");
        env.put("TMPDIR", "/tmp");
        env.put("LANG", "C.UTF-8");
        env.put("LC_ALL", "C.UTF-8");
        spec.terminal().ifPresent(size -> env.put("TERM", "xterm-256color"));
        host.javaHome().ifPresent(java -> env.put("JAVA_HOME", java.toString()));
        if (!spec.netHosts().isEmpty()) {
            proxies(env, spec.netHosts());
        }
        env.putAll(spec.environment());
        return env;
    }

    private static String path(Host host, List<Path> tools) {
        Stream<String> own = host.searchPath().stream()
                .filter(p -> p.startsWith("/opt") || tools.stream().anyMatch(p::startsWith))
                .map(Path::toString);
        return Stream.concat(own, Stream.of(SYSTEM_PATH)).collect(Collectors.joining(":"));
    }

    private static void proxies(Map<String, String> env, List<HostPort> granted) {
        String proxy = "http://127.0.0.1:" + NetRelay.PORT;
        for (String name : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")) {
            env.put(name, proxy);
        }
        String direct = Stream.of("localhost", "127.0.0.1", "::1")
                .filter(host -> granted.stream().noneMatch(g -> g.host().equals(host)))
                .collect(Collectors.joining(","));
        env.put("no_proxy", direct);
        env.put("NO_PROXY", direct);
        String java =
                "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=%1$d -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=%1$d"
                        .formatted(NetRelay.PORT);
        env.put("MAVEN_OPTS", java);
        env.put("GRADLE_OPTS", java);
    }
}
