package stemma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;
import stemma.cartridge.engine.Guest;
import stemma.cartridge.engine.HostFunction;
import stemma.cartridge.engine.Linked;
import stemma.cartridge.engine.MemoryPool;
import stemma.cartridge.engine.Meter;
import stemma.cartridge.engine.ModuleLimits;
import stemma.cartridge.engine.Program;
import stemma.core.Clock;

/** Modules for the benchmarks of cartridges, built where they are measured, and calls of them. */
final class Guests {
    private static final long FUEL = 10_000_000_000L;
    private static final long MILLIS = 60_000;
    private static final long TOOL_SECONDS_MAX = 60;

    private final MemoryPool pool = new MemoryPool(64L << 20);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** The module that wat2wasm makes of a text. */
    static byte[] assembled(Lab lab, String text) throws IOException, InterruptedException {
        Path folder = lab.fresh("wat");
        Path source = Files.writeString(folder.resolve("a.wat"), text);
        Path target = folder.resolve("a.wasm");
        said("wabt", List.of("wat2wasm", source.toString(), "-o", target.toString()));
        return Files.readAllBytes(target);
    }

    /** The module that clang makes of a resource. */
    static Path compiled(Lab lab, String resource) throws IOException, InterruptedException {
        Path folder = lab.fresh("c");
        Path source = Files.writeString(folder.resolve("a.c"), resource(resource));
        Path target = folder.resolve("a.wasm");
        said(
                "clang and lld",
                List.of(
                        "clang",
                        "--target=wasm32",
                        "-O2",
                        "-nostdlib",
                        "-mbulk-memory",
                        "-Wl,--no-entry",
                        "-o",
                        target.toString(),
                        source.toString()));
        return target;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Guests.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs a tool and returns what it printed. */
    static String said(String debian, List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new NotMeasured(command.getFirst() + " is missing; install Debian's " + debian);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new NotMeasured(command.getFirst() + " failed: " + said.strip());
        }
        return said;
    }

    static Linked linked(byte[] wasm) {
        ValType number = ValType.I32;
        HostFunction response = new HostFunction(
                "x402",
                "response",
                FunctionType.of(List.of(number, number, number, number, number), List.of()),
                (guest, in) -> guest.memory().readBytes((int) in[1], (int) in[2]).length);
        Program program = Program.load(wasm, ModuleLimits.standard());
        return Linked.of(program, new Linked.Offer(List.of(response), Map.of(), ""));
    }

    private static Meter meter() {
        Clock clock = Clock.system();
        return new Meter(FUEL, clock.nanos() + MILLIS * 1_000_000, 64L << 20, clock, () -> false);
    }

    /** Processor microseconds of making an instance, the least of many batches. */
    double build(Linked linked, int batches) {
        return least(batches, () -> Guest.start(linked, pool, meter(), this).close());
    }

    /** Processor microseconds of a fresh instance that answers one small request. */
    double request(Linked linked, int batches) {
        byte[] request = "{\"body\":\"\",\"headers\":{},\"method\":\"GET\",\"path\":\"/\",\"query\":\"\"}"
                .getBytes(StandardCharsets.UTF_8);
        return least(batches, () -> {
            try (Guest guest = Guest.start(linked, pool, meter(), this)) {
                long at = guest.call(guest.function("x402_alloc").orElseThrow(), request.length);
                guest.memory().write((int) at, request, 0, request.length);
                guest.call(guest.function("x402_handle").orElseThrow(), at, request.length);
            }
        });
    }

    private double least(int batches, Runnable work) {
        int each = 1_000;
        double least = Double.MAX_VALUE;
        for (int batch = 0; batch < batches; batch++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < each; i++) {
                work.run();
            }
            least = Math.min(least, (threads.getCurrentThreadCpuTime() - start) / 1_000.0 / each);
        }
        return least;
    }

    /** Processor milliseconds of one export, the least of several calls, each in a fresh instance. */
    double kernel(Linked linked, String export, long size, int calls) {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            try (Guest guest = Guest.start(linked, pool, meter(), this)) {
                var function = guest.function(export).orElseThrow();
                long start = threads.getCurrentThreadCpuTime();
                guest.call(function, size);
                took.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
            }
        }
        return took.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}
