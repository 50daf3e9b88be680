package stemma.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Types that break each rule of the house. They are compiled when the test runs, because the
 * project's own compiler settings would rightly refuse them, and they never run.
 */
final class Trespassers {

    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("stemma.mind.Thought", "public final class Thought {}"),
            Map.entry("stemma.model.Voice", "public final class Voice {}"),
            Map.entry("stemma.policy.Judge", "final class Judge { stemma.mind.Thought[] bribed; }"),
            Map.entry("stemma.tools.Hand", "final class Hand { stemma.model.Voice heard() { return null; } }"),
            Map.entry("stemma.core.Loose", "final class Loose { java.util.logging.Logger log; }"),
            Map.entry("org.sqlite.JDBC", "public final class JDBC {}"),
            Map.entry("org.postgresql.Driver", "public final class Driver {}"),
            Map.entry("org.bouncycastle.Signer", "public final class Signer {}"),
            Map.entry("org.eclipse.jetty.Server", "public final class Server {}"),
            Map.entry("jdk.internal.Inner", "public final class Inner {}"),
            Map.entry("stemma.tools.Grasp", grasp()));

    private Trespassers() {}

    /** Compiles all of them and returns the folder of class files. */
    static Path compile(Path folder) throws IOException {
        return compile(folder, SOURCES);
    }

    /** Compiles types given by name and body, and returns the folder of class files. */
    static Path compile(Path folder, Map<String, String> types) throws IOException {
        Files.createDirectories(folder);
        List<JavaFileObject> sources = new ArrayList<>();
        types.forEach((name, body) -> sources.add(source(name, body)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        diagnostic -> {},
                        List.of("-proc:none", "-nowarn", "-d", folder.toString()),
                        null,
                        sources)
                .call();
        if (!compiled) {
            throw new IOException("the trespassers do not compile");
        }
        return folder;
    }

    private static JavaFileObject source(String name, String body) {
        int dot = name.lastIndexOf('.');
        String text = "package " + name.substring(0, dot) + ";\n" + body;
        URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** One use of every member of every sink; two of them as method references. */
    private static String grasp() {
        return """
                final class Grasp {
                    java.util.function.Supplier<java.util.UUID> draw = java.util.UUID::randomUUID;
                    java.util.function.Supplier<java.time.Instant> now = java.time.Instant::now;

                    void process() throws Exception {
                        new ProcessBuilder("x").start();
                        Runtime.getRuntime().exec(new String[0]);
                        ProcessHandle.of(1);
                        java.lang.foreign.Linker.nativeLinker();
                        System.load("x");
                        Runtime.getRuntime().load("x");
                        System.exit(1);
                        Runtime.getRuntime().exit(1);
                        Runtime.getRuntime().halt(1);
                    }

                    void net() throws Exception {
                        new java.net.Socket();
                        new java.net.ServerSocket();
                        new java.net.DatagramSocket();
                        new java.net.MulticastSocket();
                        java.nio.channels.SocketChannel.open();
                        java.nio.channels.ServerSocketChannel.open();
                        java.nio.channels.DatagramChannel.open();
                        java.nio.channels.AsynchronousSocketChannel.open();
                        java.nio.channels.AsynchronousServerSocketChannel.open();
                        java.net.http.HttpClient.newHttpClient();
                        java.net.URI.create("x").toURL().openStream();
                        java.net.InetAddress.getByName("x");
                        java.net.InetAddress.getAllByName("x");
                        javax.net.SocketFactory.getDefault();
                        new org.eclipse.jetty.Server();
                        com.sun.net.httpserver.HttpServer.create();
                    }

                    void file(java.nio.file.Path path, java.io.File file) throws Exception {
                        java.nio.file.Files.writeString(path, "");
                        java.nio.file.Files.newBufferedWriter(path);
                        java.nio.file.Files.newOutputStream(path);
                        java.nio.file.Files.newByteChannel(path);
                        java.nio.file.Files.createDirectories(path);
                        java.nio.file.Files.move(path, path);
                        java.nio.file.Files.copy(path, path);
                        java.nio.file.Files.deleteIfExists(path);
                        java.nio.file.Files.setAttribute(path, "x", 1);
                        new java.io.FileOutputStream(file);
                        new java.io.FileWriter(file);
                        new java.io.RandomAccessFile(file, "rw");
                        java.nio.channels.FileChannel.open(path);
                        java.nio.channels.AsynchronousFileChannel.open(path);
                        file.createNewFile();
                        file.delete();
                        file.mkdirs();
                        file.renameTo(file);
                        file.setWritable(true);
                        java.sql.DriverManager.getConnection("x");
                        new org.sqlite.JDBC();
                        new org.postgresql.Driver();
                    }

                    void keys() throws Exception {
                        new org.bouncycastle.Signer();
                        java.security.Signature.getInstance("x");
                        java.security.KeyPairGenerator.getInstance("x");
                        java.security.KeyFactory.getInstance("x");
                        javax.crypto.KeyGenerator.getInstance("x");
                    }

                    void clock() {
                        System.currentTimeMillis();
                        java.time.LocalDate.now();
                        java.time.LocalDateTime.now();
                        java.time.OffsetDateTime.now();
                        java.time.ZonedDateTime.now();
                        java.time.Clock.systemUTC();
                        new java.util.Date();
                    }

                    void entropy() {
                        new java.security.SecureRandom();
                        new java.util.Random();
                        java.util.concurrent.ThreadLocalRandom.current();
                        Math.random();
                        java.util.random.RandomGenerator.getDefault();
                    }

                    void past(java.lang.reflect.AccessibleObject any, java.lang.reflect.Method method,
                            java.lang.reflect.Field field, java.lang.reflect.Constructor<?> maker,
                            sun.misc.Unsafe unsafe) throws Exception {
                        any.trySetAccessible();
                        method.setAccessible(true);
                        field.setAccessible(true);
                        maker.setAccessible(true);
                        java.lang.invoke.MethodHandles.privateLookupIn(Object.class, null);
                        unsafe.pageSize();
                        new jdk.internal.Inner();
                    }
                }
                """;
    }
}
