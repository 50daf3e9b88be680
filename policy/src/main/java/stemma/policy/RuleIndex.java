package stemma.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import stemma.core.Quorum;
import stemma.core.Verdict;

/**
 * The rules for one op, found without looking at most of them. Rules are ranked by the order in
 * which they win: deny, ask, allow, and in file order within each; the answer is the lowest rank
 * that matches.
 *
 * <p>Each pattern stands in a hash table under one literal piece that every target it matches must
 * have: a path segment, a program's name. A target is looked up once for each of its own
 * pieces. An entry keeps the whole hash of its piece, so that a slot that other pieces fall on costs a
 * comparison of numbers; a found rule is always matched in full, so that even equal hashes cost time
 * and no more. The few patterns without such a piece are tried one by one. A literal prefix would not
 * do as key: the rules that matter most, such as those for hooks, begin with {@code **}.
 */
final class RuleIndex {
    static final int NO_RULE = Integer.MAX_VALUE;

    private final Rule[] rules;
    private final Verdict[] verdicts;
    private final int firstAllow;
    private final boolean readsWords;
    private final Entry[] loose;
    private final int mask;
    private final Entry[][] table;

    /**
     * One pattern of one rule.
     *
     * @param key the hash of its literal piece; of no account where it has none
     */
    private record Entry(int rank, int key, Rule rule, Reach reach, TargetPattern pattern) {
        boolean hits(Subject subject) {
            return rule.concerns(subject) && pattern.matches(subject, reach) && !rule.excepts(subject, reach);
        }
    }

    /** Takes rules in rank order, and makes each one's verdict once. */
    RuleIndex(List<Rule> ranked, Function<Rule, Verdict> verdict) {
        this.rules = ranked.toArray(Rule[]::new);
        this.verdicts = ranked.stream().map(verdict).toArray(Verdict[]::new);
        int firstAllow = 0;
        while (firstAllow < rules.length && rules[firstAllow].decision() != Decision.ALLOW) {
            firstAllow++;
        }
        this.firstAllow = firstAllow;
        List<Entry> loose = new ArrayList<>();
        Map<Integer, List<Entry>> byKey = new HashMap<>();
        boolean readsWords = false;
        for (int rank = 0; rank < rules.length; rank++) {
            for (TargetPattern pattern : rules[rank].targets()) {
                Optional<Integer> key = pattern.key().map(String::hashCode);
                key.map(k -> byKey.computeIfAbsent(k, h -> new ArrayList<>()))
                        .orElse(loose)
                        .add(new Entry(
                                rank,
                                key.orElse(0),
                                rules[rank],
                                rules[rank].decision().reach(),
                                pattern));
            }
            readsWords |= rules[rank].targets().stream().anyMatch(CommandPattern.class::isInstance)
                    || rules[rank].except().stream().anyMatch(CommandPattern.class::isInstance);
        }
        this.readsWords = readsWords;
        this.loose = loose.toArray(Entry[]::new);
        this.mask = Math.max(1, Integer.highestOneBit(byKey.size() * 4)) - 1;
        this.table = fill(byKey, mask);
    }

    /** Keys that fall on one slot share it; their entries stay in rank order. */
    private static Entry[][] fill(Map<Integer, List<Entry>> byKey, int mask) {
        List<List<Entry>> slots = new ArrayList<>();
        for (int i = 0; i <= mask; i++) {
            slots.add(new ArrayList<>());
        }
        byKey.forEach((key, entries) -> slots.get(slot(key, mask)).addAll(entries));
        return slots.stream()
                .map(s -> s.stream()
                        .sorted((a, b) -> Integer.compare(a.rank(), b.rank()))
                        .toArray(Entry[]::new))
                .toArray(Entry[][]::new);
    }

    private static int slot(int hash, int mask) {
        return (hash ^ hash >>> 15) & mask;
    }

    /** Whether any rule looks at the words of a command. */
    boolean readsWords() {
        return readsWords;
    }

    Rule rule(int rank) {
        return rules[rank];
    }

    Verdict verdict(int rank) {
        return verdicts[rank];
    }

    /** Whether a rule, read to the letter, lets this happen or be asked about. Tries every rule. */
    boolean grants(Subject subject) {
        for (Rule rule : rules) {
            if (rule.decision() != Decision.DENY && rule.hits(subject, Reach.NARROW)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The largest quorum that a rule wants of whoever acts, whatever the target: what cannot be read could be
     * what it speaks of.
     */
    Quorum quorum(Subject subject) {
        Quorum largest = Quorum.NONE;
        for (int rank = 0; rank < firstAllow; rank++) {
            Quorum quorum = rules[rank].quorum();
            if (quorum.needed() > largest.needed() && rules[rank].concerns(subject)) {
                largest = quorum;
            }
        }
        return largest;
    }

    /** Whether a rule lets this happen or be asked about, for all that can be seen of it. Tries every rule. */
    boolean nearlyGrants(Subject subject) {
        for (Rule rule : rules) {
            if (rule.decision() != Decision.DENY && rule.concerns(subject) && rule.nearly(subject)) {
                return true;
            }
        }
        return false;
    }

    /** The rank of the rule that decides, or {@link #NO_RULE}. A hint finds restricting rules only. */
    int find(Subject subject) {
        int limit = subject.part().hint() ? firstAllow : NO_RULE;
        Search search = new Search(subject, limit);
        if (subject.keyless()) {
            for (Entry[] slot : table) {
                search.among(slot);
            }
        } else if (mask > 0) {
            subject.keys(search);
        }
        search.among(loose);
        return search.best == limit ? NO_RULE : search.best;
    }

    /** Keeps the lowest rank seen to match. */
    private final class Search implements Subject.KeySink {
        private final Subject subject;
        private int best;

        Search(Subject subject, int limit) {
            this.subject = subject;
            this.best = limit;
        }

        @Override
        public void key(int hash) {
            for (Entry entry : table[slot(hash, mask)]) {
                if (entry.key() == hash && settles(entry)) {
                    return;
                }
            }
        }

        void among(Entry[] entries) {
            for (Entry entry : entries) {
                if (settles(entry)) {
                    return;
                }
            }
        }

        /** Whether no later entry of the same list can be better than what is known then. */
        private boolean settles(Entry entry) {
            if (entry.rank() < best && entry.hits(subject)) {
                best = entry.rank();
            }
            return entry.rank() >= best;
        }
    }
}
