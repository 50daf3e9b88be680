package stemma.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter's answers, by running its program as the kernel would. */
class SeccompTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050001;
    private static final int UNKNOWN = 0x00050000 | 38;
    private static final int NO_FAMILY = 0x00050000 | 97;
    private static final int STEPS_MAX = 4_096;

    /** A plain reading of classic BPF, for the instructions that filters use. */
    private static int judge(Machine machine, int arch, int number, long first, long second) {
        ByteBuffer program = ByteBuffer.wrap(Seccomp.filter(machine)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, arch).putLong(16, first).putLong(24, second);
        int accumulator = 0;
        int at = 0;
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            int code = program.getShort(at * 8);
            int yes = program.get(at * 8 + 2) & 0xff;
            int no = program.get(at * 8 + 3) & 0xff;
            int k = program.getInt(at * 8 + 4);
            at++;
            switch (code) {
                case 0x20 -> accumulator = data.getInt(k);
                case 0x15 -> at += accumulator == k ? yes : no;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, k) >= 0 ? yes : no;
                case 0x45 -> at += (accumulator & k) != 0 ? yes : no;
                case 0x06 -> {
                    return k;
                }
                default -> throw new AssertionError("instruction " + code);
            }
        }
        throw new AssertionError("the program does not end");
    }

    private static int judge(Machine machine, SyscallTable.Row call, long first, long second) {
        return judge(machine, machine.auditArch(), call.on(machine), first, second);
    }

    @ParameterizedTest
    @EnumSource
    void eachTableIsAnsweredAsItSays(Machine machine) {
        SyscallTable.KILLED.stream()
                .filter(c -> c.on(machine) >= 0)
                .forEach(c -> assertThat(judge(machine, c, 0, 0)).as(c.name()).isEqualTo(KILL));
        SyscallTable.NOT_PERMITTED.stream()
                .filter(c -> c.on(machine) >= 0)
                .forEach(c -> assertThat(judge(machine, c, 0, 0)).as(c.name()).isEqualTo(NOT_PERMITTED));
        SyscallTable.UNKNOWN.forEach(
                c -> assertThat(judge(machine, c, 0, 0)).as(c.name()).isEqualTo(UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource
    void ordinaryCallsPass(Machine machine) {
        int read = machine == Machine.X86_64 ? 0 : 63;
        int execve = machine == Machine.X86_64 ? 59 : 221;
        assertThat(judge(machine, machine.auditArch(), read, 0, 0)).isEqualTo(ALLOW);
        assertThat(judge(machine, machine.auditArch(), execve, 0, 0)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource
    void threadsAndForksPassButNamespacesDoNot(Machine machine) {
        assertThat(judge(machine, SyscallTable.CLONE, 0x3d0f00, 0)).isEqualTo(ALLOW);
        assertThat(judge(machine, SyscallTable.CLONE, 17, 0)).isEqualTo(ALLOW);
        for (int flag : new int[] {0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000}) {
            assertThat(judge(machine, SyscallTable.CLONE, flag | 17, 0)).isEqualTo(NOT_PERMITTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void terminalInjectionIsRefusedWhateverTheUpperHalf(Machine machine) {
        assertThat(judge(machine, SyscallTable.IOCTL, 0, 0x5412)).isEqualTo(NOT_PERMITTED);
        assertThat(judge(machine, SyscallTable.IOCTL, 0, 0xffff_ffff_0000_5412L))
                .isEqualTo(NOT_PERMITTED);
        assertThat(judge(machine, SyscallTable.IOCTL, 0, 0x541C)).isEqualTo(NOT_PERMITTED);
        assertThat(judge(machine, SyscallTable.IOCTL, 0, 0x5413)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @EnumSource
    void onlyContainedSocketFamiliesPass(Machine machine) {
        for (int family = 0; family < 64; family++) {
            boolean contained = family == 1 || family == 2 || family == 10 || family == 16;
            assertThat(judge(machine, SyscallTable.SOCKET, family, 0)).isEqualTo(contained ? ALLOW : NO_FAMILY);
        }
    }

    @Test
    void otherCallingConventionsAreKilled() {
        int i386 = 0x40000003;
        assertThat(judge(Machine.X86_64, i386, 0, 0, 0)).isEqualTo(KILL);
        assertThat(judge(Machine.AARCH64, 0x40000028, 63, 0, 0)).isEqualTo(KILL);
        assertThat(judge(Machine.X86_64, Machine.X86_64.auditArch(), 0x40000000, 0, 0))
                .isEqualTo(KILL);
        assertThat(judge(Machine.X86_64, Machine.X86_64.auditArch(), 0x40000000 | 59, 0, 0))
                .isEqualTo(KILL);
    }
}
