package stemma.cartridge.engine;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Puts fuel into the class files that the engine compiles a module to.
 *
 * <p>The engine looks for an interrupt at every jump backwards and every call. Each of these sites
 * becomes a tick of the {@link Meter}, which the method fetched from its memory parameter at its
 * beginning:
 *
 * <pre>
 *   invokestatic ...Shaded.checkInterruption()V   ->   aload meter; push units
 *                                                      invokevirtual Meter.tick(J)V
 * </pre>
 *
 * <p>The units bound the work. Forward, a method runs through each of its bytes at most once; only a
 * jump backwards lets it run some again. So the bytes executed are at most the length of the code plus
 * the distance of every jump backwards, and that is what is charged: the distance at the jump, and the
 * length at the entry of methods longer than {@value #UNIT_BYTES} bytes, in units of so many bytes.
 * Helpers whose work depends on a number of the guest's are replaced by {@link Metered} ones.
 *
 * <p>A method that reads or writes memory also fetches the array behind it, once, and again after
 * whatever may have grown it: every call that is not known to leave memory alone, and every entry of
 * an exception handler. An access is then a bounds check and a move, as fast as Java's own. A fetch
 * forgotten would let the guest see its own memory as it was before it grew, and nothing else, because
 * an array that was outgrown is never used again.
 *
 * <p>The engine's class names are its own affair, so nothing is taken on trust: {@link Count} says how
 * many sites were found and how many ticks are there afterwards, and {@link Program} refuses a module
 * where they differ. On counting at loop heads and calls see Haas et al., "Bringing the Web up to Speed
 * with WebAssembly", PLDI 2017: control flow is structured, so nothing else goes back.
 */
final class FuelHook {
    /** Bytes of class file for one unit of fuel. */
    static final int UNIT_BYTES = 128;

    /** The engine's helpers that {@link Metered} stands in for, by name. */
    static final Set<String> METERED = Set.of(
            "setTailCall",
            "setTailCallWithRefs",
            "setTailCallIndirect",
            "setTailCallIndirectWithRefs",
            "tableGrow",
            "tableGrowRef",
            "tableFill",
            "tableFillRef",
            "tableCopy",
            "tableInit",
            "createWasmException",
            "createWasmExceptionGc",
            "structNew",
            "structNewDefault",
            "arrayNew",
            "arrayNewRef",
            "arrayNewDefault",
            "arrayNewFixed",
            "arrayNewFixedRefs",
            "arrayNewData",
            "arrayNewElem",
            "arrayFill",
            "arrayFillRef",
            "arrayCopy",
            "arrayInitData",
            "arrayInitElem");

    private static final String SITE = "checkInterruption";
    private static final String HELPERS_SUFFIX = "Shaded";
    static final ClassDesc MEMORY = ClassDesc.of("run.endive.runtime.Memory");
    private static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    private static final ClassDesc METER = ClassDesc.of(Meter.class.getName());
    private static final ClassDesc METERED_TYPE = ClassDesc.of(Metered.class.getName());
    private static final ClassDesc ACCESS_TYPE = ClassDesc.of(FlatAccess.class.getName());
    private static final String TICK = "tick";
    private static final MethodTypeDesc TICK_TYPE = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long);

    /** Owners of functions that know nothing of memory. */
    private static final Set<String> PURE_OWNERS =
            Set.of("run/endive/runtime/OpcodeImpl", "run/endive/wasm/types/Value", "java/lang/Math", "java/lang/Long");

    private static final Set<String> PURE_HELPERS = Set.of("readGlobal", "writeGlobal");

    /** What was found and done in some class files. */
    record Count(int sites, int entries, int ticks) {
        Count plus(Count other) {
            return new Count(sites + other.sites, entries + other.entries, ticks + other.ticks);
        }

        /** Whether every site has become a tick and nothing else has. */
        boolean whole() {
            return ticks == sites + entries;
        }
    }

    /** A class file with fuel. */
    record Hooked(byte[] classFile, Count count) {}

    private FuelHook() {}

    /** Whether this is the class that holds the engine's helpers themselves, which stays as it is. */
    static boolean isHelpers(String className) {
        return className.endsWith(HELPERS_SUFFIX);
    }

    /** Puts fuel into one class file; throws {@link IllegalStateException} at code it does not understand. */
    static Hooked into(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        Count[] found = {new Count(0, 0, 0)};
        byte[] hooked = ClassFile.of().transformClass(model, (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                Sites sites = Sites.of(method);
                found[0] = found[0].plus(new Count(sites.units().size(), sites.entryUnits() > 0 ? 1 : 0, 0));
                builder.transformMethod(method, MethodTransform.transformingCode(new Ticking(sites)));
            } else {
                builder.with(element);
            }
        });
        return new Hooked(hooked, found[0].plus(new Count(0, 0, ticks(hooked))));
    }

    private static int ticks(byte[] classFile) {
        int ticks = 0;
        for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
            for (CodeElement element : elements(method)) {
                if (element instanceof InvokeInstruction call) {
                    if (isSite(call) || isAccess(call) || isMetered(call)) {
                        throw new IllegalStateException("a call was left as it was in " + method.methodName());
                    }
                    boolean tick =
                            call.owner().asSymbol().equals(METER) && call.name().equalsString(TICK);
                    ticks += tick ? 1 : 0;
                }
            }
        }
        return ticks;
    }

    private static List<CodeElement> elements(MethodModel method) {
        return method.code().map(code -> code.elementList()).orElse(List.of());
    }

    private static boolean isHelper(InvokeInstruction call) {
        return isHelpers(call.owner().asInternalName());
    }

    static boolean isSite(InvokeInstruction call) {
        return isHelper(call) && call.name().equalsString(SITE);
    }

    private static boolean isMetered(InvokeInstruction call) {
        return isHelper(call) && METERED.contains(call.name().stringValue());
    }

    static boolean isAccess(InvokeInstruction call) {
        String name = call.name().stringValue();
        return isHelper(call) && (name.startsWith("memoryRead") || name.startsWith("memoryWrite"));
    }

    private static boolean mayGrow(InvokeInstruction call) {
        boolean pure = PURE_OWNERS.contains(call.owner().asInternalName())
                || (isHelper(call) && PURE_HELPERS.contains(call.name().stringValue()));
        return !pure;
    }

    /** Writes one method anew. */
    private static final class Ticking implements CodeTransform {
        private final Sites method;
        private final Iterator<Integer> units;
        private int meter;
        private int bytes;

        private Ticking(Sites method) {
            this.method = method;
            this.units = method.units().iterator();
        }

        @Override
        public void atStart(CodeBuilder builder) {
            if (method.pays()) {
                meter = builder.allocateLocal(TypeKind.REFERENCE);
                fetch(builder, "meter", METER, meter);
            }
            if (method.entryUnits() > 0) {
                tick(builder, method.entryUnits());
            }
            if (method.touches()) {
                bytes = builder.allocateLocal(TypeKind.REFERENCE);
                fetch(builder, "bytes", BYTES, bytes);
            }
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            switch (element) {
                case InvokeInstruction call when isSite(call) -> tick(builder, units.next());
                case InvokeInstruction call when isAccess(call) -> access(builder, call);
                case InvokeInstruction call -> {
                    if (isMetered(call)) {
                        builder.invokestatic(METERED_TYPE, call.name().stringValue(), call.typeSymbol());
                    } else {
                        builder.with(call);
                    }
                    again(builder, mayGrow(call));
                }
                case LabelTarget target -> {
                    builder.with(target);
                    again(builder, method.handlers().contains(target.label()));
                }
                default -> builder.with(element);
            }
        }

        /** The memory itself lies on the stack; the array takes its place. */
        private void access(CodeBuilder builder, InvokeInstruction call) {
            MethodTypeDesc type = call.typeSymbol();
            builder.pop().aload(bytes);
            builder.invokestatic(
                    ACCESS_TYPE, call.name().stringValue(), type.changeParameterType(type.parameterCount() - 1, BYTES));
        }

        private void again(CodeBuilder builder, boolean grown) {
            if (grown && method.touches()) {
                fetch(builder, "bytes", BYTES, bytes);
            }
        }

        private void fetch(CodeBuilder builder, String what, ClassDesc type, int slot) {
            builder.aload(method.memorySlot());
            builder.invokestatic(ACCESS_TYPE, what, MethodTypeDesc.of(type, MEMORY));
            builder.astore(slot);
        }

        private void tick(CodeBuilder builder, int cost) {
            builder.aload(meter).loadConstant((long) cost).invokevirtual(METER, TICK, TICK_TYPE);
        }
    }
}
