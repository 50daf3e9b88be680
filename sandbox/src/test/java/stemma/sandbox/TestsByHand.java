package stemma.sandbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import stemma.sandbox.escape.EscapeAttemptsTest;

/** Runs the box tests without a test engine, for a Java started as another user. */
final class TestsByHand {
    private static final List<Class<?>> TESTS = List.of(
            BoxRunTest.class,
            BasicBoxTest.class,
            DiffTest.class,
            ApplyTest.class,
            ApplyCrashTest.class,
            BoundsTest.class,
            NetTest.class,
            TerminalTest.class,
            EscapeTest.class,
            EscapeAttemptsTest.class,
            CacheTest.class,
            MarksTest.class);

    private TestsByHand() {}

    /** Prints a line for each test and ends with 1 when one failed. */
    public static void main(String[] args) throws Exception {
        boolean failed = false;
        for (Class<?> test : TESTS) {
            for (Method method : test.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    failed |= !passes(test, method);
                }
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean passes(Class<?> test, Method method) throws Exception {
        Path temp = Files.createTempDirectory("box-test");
        Object instance = test.getDeclaredConstructor().newInstance();
        test.getDeclaredField("temp").set(instance, temp);
        String name = test.getSimpleName() + "." + method.getName();
        try {
            test.getDeclaredMethod("open").invoke(instance);
            try {
                method.invoke(instance);
            } finally {
                test.getDeclaredMethod("close").invoke(instance);
            }
            System.out.println("passed " + name);
            return true;
        } catch (InvocationTargetException e) {
            boolean skipped = e.getCause() instanceof TestAbortedException;
            System.out.println((skipped ? "skipped " : "FAILED ") + name + ": " + e.getCause());
            return skipped;
        } finally {
            Trees.remove(temp);
        }
    }
}
