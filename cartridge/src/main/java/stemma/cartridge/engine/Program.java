package stemma.cartridge.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.InvalidException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import stemma.cartridge.engine.ModuleRefused.Code;

/**
 * A module that was read, found valid and compiled with fuel; instances are made from it. Nothing of
 * the guest's has run. Its classes are unloaded with it. Immutable and thread-safe.
 */
public final class Program {
    private final WasmModule module;
    private final Function<Instance, Machine> machines;
    private final ModuleScan scan;
    private final ModuleLimits limits;
    private final boolean objects;

    private Program(
            WasmModule module,
            Function<Instance, Machine> machines,
            ModuleScan scan,
            ModuleLimits limits,
            boolean objects) {
        this.module = module;
        this.machines = machines;
        this.scan = scan;
        this.limits = limits;
        this.objects = objects;
    }

    /** Loads a module; takes some milliseconds, more for a large one. */
    public static Program load(byte[] wasm, ModuleLimits limits) {
        ModuleScan scan = ModuleScan.of(wasm, limits);
        try {
            WasmModule module = Parser.parse(wasm);
            CodeCheck check = CodeCheck.of(module, scan, limits);
            return new Program(module, machines(module), scan, limits, check.objects());
        } catch (InvalidException e) {
            throw new ModuleRefused(Code.INVALID, scan.start(10), said(e));
        } catch (WasmEngineException e) {
            throw new ModuleRefused(Code.MALFORMED, scan.start(10), said(e));
        } catch (StackOverflowError e) {
            throw new ModuleRefused(Code.TOO_LARGE, scan.start(10), "its code is nested too deep");
        } catch (ModuleRefused e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            // the parser stumbles over damage in many ways, and the compiler over what is too large for a class
            throw new ModuleRefused(Code.MALFORMED, scan.start(10), "the engine cannot compile it: " + said(e));
        }
    }

    private static String said(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("the engine gives no reason");
    }

    private static Function<Instance, Machine> machines(WasmModule module) {
        Rewriting rewriting = new Rewriting();
        compile(module, rewriting);
        return compile(module, rewriting);
    }

    private static Function<Instance, Machine> compile(WasmModule module, Cache cache) {
        return MachineFactoryCompiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.FAIL)
                .withCache(cache)
                .compile();
    }

    /** Takes what the engine compiled, puts fuel in, and hands it out at the second asking. */
    private static final class Rewriting implements Cache {
        private byte @Nullable [] hooked;

        @Override
        public byte @Nullable [] get(String key) {
            return hooked;
        }

        @Override
        public void putIfAbsent(String key, byte[] jar) throws IOException {
            FuelHook.Count count = new FuelHook.Count(0, 0, 0);
            ByteArrayOutputStream out = new ByteArrayOutputStream(jar.length + jar.length / 4);
            try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar));
                    JarOutputStream to = new JarOutputStream(out)) {
                to.setLevel(0);
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    byte[] content = in.readAllBytes();
                    String name = entry.getName();
                    boolean code = name.endsWith(".class")
                            && !FuelHook.isHelpers(name.substring(0, name.length() - ".class".length()));
                    if (code) {
                        FuelHook.Hooked done = FuelHook.into(content);
                        count = count.plus(done.count());
                        content = done.classFile();
                    }
                    to.putNextEntry(new JarEntry(name));
                    to.write(content);
                    to.closeEntry();
                }
            }
            if (!count.whole()) {
                throw new IllegalStateException("fuel is missing at some sites: " + count);
            }
            hooked = out.toByteArray();
        }
    }

    WasmModule module() {
        return module;
    }

    Function<Instance, Machine> machines() {
        return machines;
    }

    ModuleLimits limits() {
        return limits;
    }

    /** Whether it makes objects beside its memory, which no snapshot brings back. */
    public boolean makesObjects() {
        return objects;
    }

    /** Everything it needs from its host. */
    public List<Import> imports() {
        return List.copyOf(scan.imports());
    }

    /** The type of a function it imports. */
    public FunctionType type(Import function) {
        return module.typeSection().getType((int) function.number());
    }

    /** The type of an exported function; empty when no function has this name. */
    public Optional<FunctionType> function(String export) {
        return scan.exports().stream()
                .filter(each -> each.name().equals(export) && each.kind() == Import.Kind.FUNCTION)
                .map(each -> functionType((int) each.index()))
                .findFirst();
    }

    private FunctionType functionType(int index) {
        List<Import> imported = scan.imports().stream()
                .filter(each -> each.kind() == Import.Kind.FUNCTION)
                .toList();
        return index < imported.size()
                ? type(imported.get(index))
                : module.typeSection().getType(module.functionSection().getFunctionType(index - imported.size()));
    }

    /** Whether it exports its memory under that name. */
    public boolean exportsMemory(String name) {
        return scan.exports().stream().anyMatch(each -> each.name().equals(name) && each.kind() == Import.Kind.MEMORY);
    }

    /** Where its exports are listed, in bytes from its beginning. */
    public int exportsPosition() {
        return scan.start(7);
    }
}
