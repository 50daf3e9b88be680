package stemma.node;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The drawing of the house as rules over class files: which module may use which (the arrows), and
 * which module alone may reach the world in which way (the sinks). Rules read names only, so they
 * also hold for classes that cannot be loaded. Each answers with its breaches; none is good news.
 */
final class House {

    /** One place where a rule does not hold. */
    record Breach(String rule, String module, String type, String what) {
        @Override
        public String toString() {
            return rule + ": " + type + " " + what;
        }
    }

    /**
     * A way to reach the world, the modules that own it, and what it looks like in a class file:
     * {@code type.member} with a star at the end for any continuation.
     */
    record Sink(String name, Set<String> owners, List<String> members) {}

    private static final List<String> CHAIN = List.of("store", "identity", "ledger", "policy", "sandbox");
    private static final Set<String> FACULTY =
            Set.of("model", "learning", "memory", "tools", "cartridge", "chain", "x402");
    private static final Set<String> AGENCY = Set.of("mind", "evolution", "colony", "mesh");

    /** Each addon and what it stands on; nothing stands on an addon. */
    private static final Map<String, Set<String>> ADDONS = Map.of("postgres", Set.of("store"));

    static final List<Sink> SINKS = List.of(
            new Sink(
                    "process",
                    Set.of("sandbox"),
                    List.of(
                            "java.lang.ProcessBuilder.start*",
                            "java.lang.ProcessBuilder.<init>",
                            "java.lang.Runtime.exec",
                            "java.lang.ProcessHandle.of")),
            new Sink(
                    "native code",
                    Set.of("sandbox"),
                    List.of(
                            "java.lang.foreign.Linker.nativeLinker",
                            "java.lang.System.load*",
                            "java.lang.Runtime.load*")),
            new Sink(
                    "egress or listener",
                    Set.of("sandbox", "gateway"),
                    List.of(
                            "java.net.Socket.*",
                            "java.net.ServerSocket.*",
                            "java.net.DatagramSocket.*",
                            "java.net.MulticastSocket.*",
                            "java.nio.channels.SocketChannel.open",
                            "java.nio.channels.ServerSocketChannel.open",
                            "java.nio.channels.DatagramChannel.open",
                            "java.nio.channels.AsynchronousSocketChannel.open",
                            "java.nio.channels.AsynchronousServerSocketChannel.open",
                            "java.net.http.HttpClient.*",
                            "java.net.URL.open*",
                            "java.net.InetAddress.getByName",
                            "java.net.InetAddress.getAllByName",
                            "javax.net.SocketFactory.*")),
            new Sink("http server", Set.of("gateway"), List.of("org.eclipse.jetty.*", "com.sun.net.httpserver.*")),
            new Sink(
                    "file writing",
                    Set.of("store", "sandbox"),
                    List.of(
                            "java.nio.file.Files.write*",
                            "java.nio.file.Files.new*Writer",
                            "java.nio.file.Files.newOutputStream",
                            "java.nio.file.Files.newByteChannel",
                            "java.nio.file.Files.create*",
                            "java.nio.file.Files.move",
                            "java.nio.file.Files.copy",
                            "java.nio.file.Files.delete*",
                            "java.nio.file.Files.set*",
                            "java.io.FileOutputStream.*",
                            "java.io.FileWriter.*",
                            "java.io.RandomAccessFile.*",
                            "java.nio.channels.FileChannel.open",
                            "java.nio.channels.AsynchronousFileChannel.open",
                            "java.io.File.create*",
                            "java.io.File.delete*",
                            "java.io.File.mkdir*",
                            "java.io.File.renameTo",
                            "java.io.File.set*")),
            new Sink("database", Set.of("store"), List.of("java.sql.DriverManager.*", "org.sqlite.*")),
            new Sink("database server", Set.of("postgres"), List.of("org.postgresql.*")),
            new Sink(
                    "keys",
                    Set.of("identity"),
                    List.of(
                            "org.bouncycastle.*",
                            "java.security.Signature.*",
                            "java.security.KeyPairGenerator.*",
                            "java.security.KeyFactory.*",
                            "javax.crypto.KeyGenerator.*")),
            new Sink(
                    "end of the process",
                    Set.of("node"),
                    List.of("java.lang.System.exit", "java.lang.Runtime.exit", "java.lang.Runtime.halt")),
            new Sink(
                    "clock",
                    Set.of(),
                    List.of(
                            "java.lang.System.currentTimeMillis",
                            "java.time.Instant.now",
                            "java.time.LocalDate.now",
                            "java.time.LocalDateTime.now",
                            "java.time.OffsetDateTime.now",
                            "java.time.ZonedDateTime.now",
                            "java.time.Clock.system*",
                            "java.util.Date.<init>")),
            new Sink(
                    "entropy",
                    Set.of(),
                    List.of(
                            "java.security.SecureRandom.*",
                            "java.util.Random.<init>",
                            "java.util.concurrent.ThreadLocalRandom.current",
                            "java.lang.Math.random",
                            "java.util.UUID.randomUUID",
                            "java.util.random.RandomGenerator.getDefault")),
            new Sink(
                    "reflection past the compiler",
                    Set.of(),
                    List.of(
                            "java.lang.reflect.AccessibleObject.*",
                            "java.lang.reflect.Method.setAccessible",
                            "java.lang.reflect.Field.setAccessible",
                            "java.lang.reflect.Constructor.setAccessible",
                            "java.lang.invoke.MethodHandles.privateLookupIn",
                            "sun.misc.Unsafe.*",
                            "jdk.internal.*")));

    private House() {}

    /** The modules a module may use. */
    static Set<String> below(String module) {
        Set<String> below = new TreeSet<>();
        if (module.equals("core")) {
            return below;
        }
        below.add("core");
        if (module.equals("kernel")) {
            return below;
        }
        if (ADDONS.containsKey(module)) {
            below.addAll(ADDONS.get(module));
            return below;
        }
        if (CHAIN.contains(module)) {
            below.addAll(CHAIN.subList(0, CHAIN.indexOf(module)));
            return below;
        }
        below.addAll(CHAIN);
        below.add("kernel");
        if (FACULTY.contains(module)) {
            below.addAll(module.equals("x402") ? Set.of("chain") : Set.of());
            return below;
        }
        below.addAll(FACULTY);
        if (AGENCY.contains(module)) {
            return below;
        }
        below.addAll(AGENCY);
        return switch (module) {
            case "gateway" -> below;
            case "node" -> {
                below.add("gateway");
                yield below;
            }
            default ->
                throw new IllegalArgumentException(
                        "module " + module + " stands nowhere in the house; give it a layer in House.below");
        };
    }

    static List<Breach> arrows(JavaClasses classes) {
        return each(classes, type -> {
            if (!type.getPackageName().startsWith("stemma.")) {
                return Stream.empty();
            }
            String module = module(type);
            Set<String> allowed = below(module);
            return targets(type)
                    .filter(target -> target.getPackageName().startsWith("stemma."))
                    .filter(target -> !module(target).equals(module) && !allowed.contains(module(target)))
                    .map(target -> new Breach("arrow", module, type.getName(), "uses " + target.getName()));
        });
    }

    /** The waist stands on the Java base module and the null annotations alone. */
    static List<Breach> waist(JavaClasses classes) {
        Set<String> base = Object.class.getModule().getPackages();
        return each(
                classes,
                type -> !module(type).equals("core")
                        ? Stream.empty()
                        : targets(type)
                                .filter(target -> !base.contains(target.getPackageName()))
                                .filter(target ->
                                        !target.getPackageName().matches("stemma\\.core.*|org\\.jspecify\\..*"))
                                .map(target ->
                                        new Breach("waist", "core", type.getName(), "uses " + target.getName())));
    }

    static List<Breach> sink(Sink sink, JavaClasses classes) {
        return each(
                classes,
                type -> sink.owners().contains(module(type))
                        ? Stream.empty()
                        : type.getAccessesFromSelf().stream()
                                .filter(access -> sink.members().stream().anyMatch(member -> reaches(access, member)))
                                .map(access -> new Breach(
                                        sink.name(), module(type), type.getName(), "reaches " + name(access))));
    }

    /** A package in two places would let one module see the package-private parts of another. */
    static List<Breach> splits(JavaClasses classes) {
        Map<String, Set<String>> places = new TreeMap<>();
        classes.forEach(type -> type.getSource()
                .ifPresent(source -> places.computeIfAbsent(type.getPackageName(), key -> new TreeSet<>())
                        .add(place(source.getUri().toString(), type))));
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new Breach("split package", "", entry.getKey(), "lies in " + entry.getValue()))
                .toList();
    }

    static String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", -1);
        return parts.length > 1 ? parts[1] : "";
    }

    static boolean reaches(JavaAccess<?> access, String member) {
        String name = name(access);
        int star = member.indexOf('*');
        return star < 0
                ? name.equals(member)
                : name.startsWith(member.substring(0, star)) && name.endsWith(member.substring(star + 1));
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }

    private static String place(String uri, JavaClass type) {
        return uri.substring(0, uri.length() - (type.getName() + ".class").length());
    }

    private static Stream<JavaClass> targets(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(target -> !target.isPrimitive())
                .distinct();
    }

    private static List<Breach> each(JavaClasses classes, Function<JavaClass, Stream<Breach>> rule) {
        return classes.stream().flatMap(rule).collect(Collectors.toCollection(LinkedHashSet::new)).stream()
                .toList();
    }
}
