package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;

/** One gate over doubles of everything around it, with an op of each durability. */
final class GateRig implements AutoCloseable {
    static final Op<String, String> READ = Op.observe("fs.read");
    static final Op<String, String> WRITE = Op.effect("fs.write");
    static final Op<String, String> STEP = Op.metered("kernel.step");
    static final Actor OPERATOR = Actor.operator("cli");

    final TestClock clock = new TestClock();
    final MemoryLog log;
    final MemoryPurses purses = new MemoryPurses().limit("node", Cost.tokens(1_000));
    Gate gate;

    private final Operators operators;

    private volatile Policy policy = act -> new Verdict.Allow("allow all");
    private volatile Performer<String, String> performer = (input, permit) -> Done.of(input);

    GateRig() {
        this(new MemoryLog());
    }

    GateRig(MemoryLog log) {
        this(log, Operators.NONE);
    }

    GateRig(Operators operators) {
        this(new MemoryLog(), operators);
    }

    private GateRig(MemoryLog log, Operators operators) {
        this.log = log;
        this.operators = operators;
        this.gate = open();
        log.takeStory();
    }

    /** Opens the gate over whatever the log holds, as the next start of a node would. */
    Gate open() {
        Performers performers = Performers.builder()
                .add(READ, this::perform)
                .add(WRITE, this::perform)
                .add(STEP, this::perform)
                .build();
        Gate.Ports ports = new Gate.Ports(act -> policy.judge(act), purses, log, clock, operators);
        return Gate.open(ports, performers, log.recovered(), "test");
    }

    /** The node ends and starts again. */
    Gate reopen() {
        gate.close();
        gate = open();
        return gate;
    }

    private Done<String> perform(String input, Permit permit) throws Exception {
        log.tell("perform");
        Done<String> done = performer.perform(input, permit);
        log.tell("return");
        return done;
    }

    GateRig policy(Function<Act, Verdict> judge) {
        policy = judge::apply;
        return this;
    }

    GateRig asking() {
        return policy(act -> new Verdict.Ask("ask all", "why not"));
    }

    GateRig performing(Performer<String, String> next) {
        performer = next;
        return this;
    }

    static Act act(Op<?, ?> op) {
        return Act.of(op, "/tmp/x", OPERATOR, Provenance.OPERATOR);
    }

    static Effect effect(Permit permit) {
        Act act = permit.act();
        return new Effect(act.op(), act.target(), act.inputDigest());
    }

    Result<String> perform(Op<String, String> op) {
        return perform(op, act(op));
    }

    Result<String> perform(Op<String, String> op, Act act) {
        return gate.perform(op, act, "in");
    }

    Receipt receipt(Op<String, String> op, Act act) {
        return ended(perform(op, act));
    }

    Receipt receipt(Op<String, String> op) {
        return ended(perform(op));
    }

    /** The receipt of an act that ended, which is also what the log says. */
    Receipt ended(Result<String> result) {
        assertThat(result).isInstanceOf(Result.Ended.class);
        Receipt receipt = ((Result.Ended<String>) result).receipt();
        assertThat(log.entries()).contains(receipt);
        return receipt;
    }

    Approval waiting(Result<String> result) {
        assertThat(result).isInstanceOf(Result.Waiting.class);
        return ((Result.Waiting<String>) result).approval();
    }

    @Override
    public void close() {
        gate.close();
        purses.assertSettled();
    }
}
