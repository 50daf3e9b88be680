package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions that several named operators have to sign: each counts once, for one answer to one question. */
class QuorumTest {
    private static final Act ACT = GateRig.act(GateRig.WRITE).input(Digest.ofUtf8("x"));
    private static final Quorum TWO = new Quorum(2, List.of("ada", "ben", "cleo"));

    private final SignedByName operators = new SignedByName("ada", "ben", "cleo", "dan");
    private final GateRig rig = new GateRig(operators).policy(act -> new Verdict.Ask("rule 7", "two of us", TWO));

    @AfterEach
    void everythingIsSettled() {
        rig.close();
    }

    /** A signature is {@code name|statement}, and a key {@code key of name}, or another once it was replaced. */
    private static final class SignedByName implements Operators {
        private final Map<String, String> keys = new HashMap<>();

        SignedByName(String... names) {
            for (String name : names) {
                keys.put(name, "key of " + name);
            }
        }

        @Override
        public String node() {
            return "stemma.node/1";
        }

        @Override
        public Signer signer(byte[] statement, String signature) {
            for (String name : keys.keySet()) {
                if (signature.equals(signed(name, statement))) {
                    return new Signer(name, new Signature(keys.getOrDefault(name, ""), "signed by " + name));
                }
            }
            throw new Refusal(Refusal.Kind.FORBIDDEN, "nobody signed this");
        }

        @Override
        public boolean holds(String name, String key) {
            return key.equals(keys.get(name));
        }
    }

    private static String signed(String name, byte[] statement) {
        return name + "|" + Digest.of(statement).hex();
    }

    private Approval ask(Act act) {
        return rig.waiting(rig.perform(GateRig.WRITE, act));
    }

    private String by(String name, ActId id, boolean yes) {
        return signed(name, rig.gate.statement(id, yes).orElseThrow().bytes());
    }

    private Approval yes(String name, ActId id) {
        return rig.gate
                .answer(id, true, GateRig.OPERATOR, Optional.of(by(name, id, true)))
                .orElseThrow();
    }

    @Test
    void enoughSignaturesLetTheActThroughAndFewerDoNot() {
        Approval asked = ask(ACT);
        assertThat(asked.quorum()).isEqualTo(TWO);
        Approval once = yes("ben", asked.id());
        assertThat(once.state()).isEqualTo(Approval.State.PENDING);
        assertThat(ask(ACT).signed()).extracting(answer -> answer.by().name()).containsExactly("ben");
        assertThat(yes("cleo", asked.id()).state()).isEqualTo(Approval.State.APPROVED);
        assertThat(rig.log.takeStory())
                .containsExactly(
                        "append asked",
                        "durable asked",
                        "append answered",
                        "durable answered",
                        "append answered",
                        "durable answered");
        Receipt done = rig.receipt(GateRig.WRITE, ACT);
        assertThat(done.ending()).isEqualTo(Ending.DONE);
        assertThat(done.id()).isEqualTo(asked.id());
        assertThat(ask(ACT).signed()).isEmpty();
    }

    @Test
    void theOperatorsCredentialAloneIsNoSignature() {
        ActId id = ask(ACT).id();
        assertThatThrownBy(() -> rig.gate.answer(id, true, GateRig.OPERATOR))
                .isInstanceOf(Refusal.class)
                .hasMessage("approval 1.1 wants the signatures of 2 of ada, ben, cleo, and this yes is not signed;"
                        + " what they sign: stemma approval statement 1.1");
        assertThat(rig.gate.approvals()).extracting(Approval::state).containsExactly(Approval.State.PENDING);
        for (Actor other : List.of(Actor.node("x"), Actor.goal(id), Actor.run(id))) {
            String signature = by("ada", id, true);
            assertThatThrownBy(() -> rig.gate.answer(id, true, other, Optional.of(signature)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void oneOperatorCountsOnceAndAStrangerNever() {
        ActId id = ask(ACT).id();
        yes("ada", id);
        assertThatThrownBy(() -> yes("ada", id))
                .isInstanceOf(Refusal.class)
                .hasMessage("ada has signed approval 1.1 already");
        assertThatThrownBy(() -> yes("dan", id))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("and dan is none of them");
        assertThatThrownBy(() -> yes("eve", id)).isInstanceOf(Refusal.class).hasMessage("nobody signed this");
        assertThat(rig.gate.approvals().getFirst().signed()).hasSize(1);
    }

    @Test
    void aSignatureServesNoOtherAnswerQuestionOrNode() {
        ActId id = ask(ACT).id();
        ActId other = ask(ACT.within(5)).id();
        String no = by("ada", id, false);
        String elsewhere = by("ada", other, true);
        String node = signed(
                "ada", new Statement("stemma.node/2", rig.gate.approvals().getFirst(), true).bytes());
        for (String wrong : List.of(no, elsewhere, node)) {
            assertThatThrownBy(() -> rig.gate.answer(id, true, GateRig.OPERATOR, Optional.of(wrong)))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("nobody signed this");
        }
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT);
        ActId again = ask(ACT).id();
        assertThatThrownBy(() -> rig.gate.answer(again, true, GateRig.OPERATOR, Optional.of(elsewhere)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aNoEndsItAtOnceSignedOrNot() {
        ActId id = ask(ACT).id();
        yes("ada", id);
        assertThat(rig.gate.answer(id, false, GateRig.OPERATOR, Optional.of(by("ben", id, false))))
                .hasValueSatisfying(a -> assertThat(a.state()).isEqualTo(Approval.State.DENIED));
        assertThat(((Receipt) rig.log.last()).note()).isEqualTo("denied by operator:ben");
        ActId second = ask(ACT).id();
        rig.gate.answer(second, false, GateRig.OPERATOR);
        assertThat(((Receipt) rig.log.last()).ending()).isEqualTo(Ending.DENIED);
    }

    /** Also after enough had signed: what counts is who is an operator when the act is about to happen. */
    @Test
    void whoeverIsNoOperatorAnyMoreDoesNotCount() {
        ActId id = ask(ACT).id();
        yes("ada", id);
        assertThat(yes("ben", id).state()).isEqualTo(Approval.State.APPROVED);
        operators.keys.remove("ben");
        assertThat(rig.gate.approvals().getFirst().state()).isEqualTo(Approval.State.PENDING);
        assertThat(ask(ACT).id()).isEqualTo(id);
        operators.keys.put("ben", "another key of ben");
        assertThat(ask(ACT).signed()).hasSize(1);
        assertThat(yes("ben", id).state()).isEqualTo(Approval.State.APPROVED);
        assertThat(rig.receipt(GateRig.WRITE, ACT).id()).isEqualTo(id);
    }

    @Test
    void signaturesSurviveAReopeningAndRunOutWithTheirQuestion() {
        ActId id = ask(ACT).id();
        yes("ada", id);
        rig.reopen();
        assertThat(rig.gate.approvals().getFirst().signed()).hasSize(1);
        assertThat(yes("cleo", id).state()).isEqualTo(Approval.State.APPROVED);
        rig.reopen();
        assertThat(rig.gate.approvals().getFirst().state()).isEqualTo(Approval.State.APPROVED);
        rig.clock.advance(Gate.APPROVAL_MILLIS_DEFAULT);
        assertThat(ask(ACT).id()).isNotEqualTo(id);
    }

    @Test
    void aStatementSaysInPrintableLettersWhatItIsAbout() {
        Act odd = Act.of(GateRig.WRITE, "/tmp/a\"b\\\n\u202eexe", GateRig.OPERATOR, Provenance.OPERATOR);
        Approval asked = ask(odd);
        assertThat(rig.gate.statement(asked.id(), false).orElseThrow().text())
                .isEqualTo("""
                stemma approval, version 1
                node: stemma.node/1
                approval: 1.1
                act: sha256:%s
                op: fs.write
                target: "/tmp/a\\"b\\\\\\u000a\\u202eexe"
                input: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                wanted by: operator:cli
                answer: no
                until: %s
                """.formatted(odd.digest().hex(), java.time.Instant.ofEpochMilli(asked.expiresMillis())));
        assertThat(rig.gate.statement(new ActId(9, 9), true)).isEmpty();
    }

    @Test
    void aQuorumIsNoLargerThanItsOperatorsAndNamesEachOnce() {
        List<String> most =
                IntStream.range(0, Quorum.OPERATORS_MAX).mapToObj(i -> "o" + i).toList();
        assertThat(new Quorum(16, most).of()).hasSize(16);
        List<String> over = IntStream.rangeClosed(0, Quorum.OPERATORS_MAX)
                .mapToObj(i -> "o" + i)
                .toList();
        assertThatThrownBy(() -> new Quorum(1, over)).hasMessageContaining("1 of 17");
        assertThatThrownBy(() -> new Quorum(2, List.of("ada"))).hasMessageContaining("2 of 1");
        assertThatThrownBy(() -> new Quorum(0, List.of("ada"))).hasMessageContaining("0 of 1");
        assertThatThrownBy(() -> new Quorum(1, List.of("ada", "ada"))).hasMessageContaining("once: ada, ada");
        assertThatThrownBy(() -> new Quorum(1, List.of("Ada"))).hasMessageContaining("not 'Ada'");
        assertThat(TWO).hasToString("2 of ada, ben, cleo");
        assertThat(Quorum.NONE.wanted()).isFalse();
    }
}
