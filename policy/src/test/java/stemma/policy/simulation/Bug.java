package stemma.policy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import stemma.core.ActId;
import stemma.core.Approval;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.EntryCodec;
import stemma.core.Log;
import stemma.core.Policy;
import stemma.core.Purses;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Verdict;
import stemma.ledger.Projection;
import stemma.policy.PurseProjection;
import stemma.store.Disk;
import stemma.store.Sql;

/** Bugs that a node could have, each in a faulty double of one part, and what the oracle says of it. */
enum Bug implements Planted {
    ACKNOWLEDGES_BEFORE_THE_SYNC("before its intent is durable|it is lost") {
        @Override
        public Log log(Log sound) {
            return new Log() {
                @Override
                public long append(byte[] entry) {
                    return sound.append(entry);
                }

                @Override
                public void awaitDurable(long index) {
                    // Whoever waits is told at once.
                }
            };
        }
    },
    SYNCS_NOTHING("before its intent is durable|it is lost|entries awaited|damage") {
        @Override
        public Disk disk(Disk sound) {
            return new Unsynced(sound, name -> name.startsWith("entries-"));
        }
    },
    SIGNS_BEFORE_THE_TILES("shown before what it covers") {
        @Override
        public Disk disk(Disk sound) {
            return new Unsynced(sound, name -> name.equals("leaves") || name.equals("tiles"));
        }
    },
    LOSES_RECEIPTS("it is lost|without a receipt") {
        @Override
        public Log log(Log sound) {
            return new Log() {
                @Override
                public long append(byte[] entry) {
                    boolean lost = EntryCodec.parse(entry) instanceof Receipt r && r.ending() == Ending.DONE;
                    return lost ? 0 : sound.append(entry);
                }

                @Override
                public void awaitDurable(long index) {
                    sound.awaitDurable(index);
                }
            };
        }
    },
    SETTLES_BEFORE_THE_RECEIPT("gave|promises|the log lets|the purses end with") {
        @Override
        public Purses purses(Purses sound) {
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
                    Optional<String> refusal = sound.reserve(id, purse, estimate, atMillis);
                    sound.settle(id, Cost.ZERO);
                    return refusal;
                }

                @Override
                public void settle(ActId id, Cost spent) {
                    sound.settle(id, spent);
                }
            };
        }
    },
    RESERVES_AFTER_THE_INTENT("gave|promises|stands at|the log lets|the purses end with") {
        @Override
        public Purses purses(Purses sound) {
            Map<ActId, Held> held = new ConcurrentHashMap<>();
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
                    held.put(id, new Held(purse, estimate, atMillis));
                    return Optional.empty();
                }

                @Override
                public void settle(ActId id, Cost spent) {
                    Optional.ofNullable(held.remove(id))
                            .ifPresent(h -> sound.reserve(id, h.purse(), h.estimate(), h.atMillis()));
                    sound.settle(id, spent);
                }
            };
        }
    },
    CHARGES_NOTHING_FOR_THE_UNKNOWN("gave .* of|stands at|the log lets|the purses end with") {
        @Override
        public Purses purses(Purses sound) {
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
                    return sound.reserve(id, purse, estimate, atMillis);
                }

                @Override
                public void settle(ActId id, Cost spent) {
                    sound.settle(id, Cost.ZERO);
                }
            };
        }
    },
    PASSES_OVER_THE_MIDDLE_OF_THE_TREE("purse goal:1.1.* gave|the log lets goal:1.1|the purses end with") {
        @Override
        public Purses purses(Purses sound) {
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
                    return sound.reserve(id, purse.replace('/', '.'), estimate, atMillis);
                }

                @Override
                public void settle(ActId id, Cost spent) {
                    sound.settle(id, spent);
                }
            };
        }
    },
    CHARGES_THE_DAY_ON_WHICH_AN_ACT_ENDS("the purses end with") {
        @Override
        public Purses purses(Purses sound) {
            Map<ActId, Held> held = new ConcurrentHashMap<>();
            AtomicLong latest = new AtomicLong();
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate, long atMillis) {
                    latest.accumulateAndGet(atMillis, Math::max);
                    held.put(id, new Held(purse, estimate, atMillis));
                    return sound.reserve(id, purse, estimate, atMillis);
                }

                @Override
                public void settle(ActId id, Cost spent) {
                    sound.settle(id, Cost.ZERO);
                    Optional.ofNullable(held.remove(id)).ifPresent(h -> {
                        sound.reserve(id, h.purse(), spent, latest.get());
                        sound.settle(id, spent);
                    });
                }
            };
        }
    },
    FORGETS_PURSES_AT_A_RESTART("the purse table says") {
        @Override
        public boolean loadsPurses() {
            return false;
        }
    },
    OPENS_USED_APPROVALS_AGAIN("the desk shows|says twice") {
        @Override
        public Recovered recovered(Recovered sound, List<Entry> log) {
            Recovered.Reader reader = new Recovered.Reader();
            log.stream()
                    .filter(e -> e instanceof Entry.Asked || e instanceof Entry.Answered)
                    .forEach(reader::read);
            return new Recovered(
                    sound.boot(), sound.intents(), reader.recovered().approvals(), sound.halted());
        }
    },
    LEAVES_INTENTS_OPEN("not closed as unknown") {
        @Override
        public Recovered recovered(Recovered sound, List<Entry> log) {
            return new Recovered(sound.boot(), List.of(), sound.approvals(), sound.halted());
        }
    },
    FORGETS_THE_KILL_SWITCH("differ about the kill switch") {
        @Override
        public Recovered recovered(Recovered sound, List<Entry> log) {
            return new Recovered(sound.boot(), sound.intents(), sound.approvals(), "");
        }
    },
    COUNTS_A_BOOT_TWICE("says twice|after its receipt") {
        @Override
        public Recovered recovered(Recovered sound, List<Entry> log) {
            int boot = Math.max(0, sound.boot() - 1);
            return new Recovered(boot, sound.intents(), sound.approvals(), sound.halted());
        }
    },
    LETS_APPROVALS_STAND_FOR_EVER("had expired") {
        @Override
        public Clock clock(Clock sound) {
            long start = sound.millis();
            return new Clock() {
                @Override
                public long millis() {
                    return start;
                }

                @Override
                public long nanos() {
                    return sound.nanos();
                }
            };
        }
    },
    ALLOWS_EVERYTHING("without a verdict|nobody asked for") {
        @Override
        public Policy policy(Policy sound) {
            return act -> {
                Verdict unheard = sound.judge(act);
                return new Verdict.Allow(unheard.rule());
            };
        }
    },
    TAKES_A_YES_FOR_ANOTHER_ACT("is not the act that was approved|nobody judged") {
        @Override
        public Recovered recovered(Recovered sound, List<Entry> log) {
            List<Approval> asked = sound.approvals();
            List<Approval> swapped = IntStream.range(0, asked.size())
                    .mapToObj(i -> bound(asked.get(i), asked.get((i + 1) % asked.size())))
                    .toList();
            return new Recovered(sound.boot(), sound.intents(), swapped, sound.halted());
        }
    },
    REDOES_WHAT_WAS_OPEN("and again by") {
        @Override
        public boolean redoesWhatWasOpen() {
            return true;
        }
    },
    ACTS_TWICE("happens 2 times, and may 1") {
        @Override
        public boolean actsTwice() {
            return true;
        }
    },
    CATCHES_UP_UNLIKE_A_REBUILD("a rebuild changes|the tables recover|the purse table says") {
        @Override
        public List<Projection> projections(List<Projection> sound) {
            List<Projection> faulty = new ArrayList<>(sound);
            faulty.replaceAll(each -> each instanceof PurseProjection ? new Forgetful(each) : each);
            return faulty;
        }
    };

    private final String shows;

    Bug(String shows) {
        this.shows = shows;
    }

    /** A pattern of what the oracle says. */
    String shows() {
        return shows;
    }

    private static Approval bound(Approval to, Approval other) {
        return new Approval(
                to.id(),
                to.act(),
                other.binding(),
                to.rule(),
                to.reason(),
                to.quorum(),
                to.askedMillis(),
                to.expiresMillis(),
                to.state(),
                to.signed());
    }

    /** What a purse would have set aside. */
    private record Held(String purse, Cost estimate, long atMillis) {}

    /** A table that passes over receipts of the unknown, but not when it is made anew. */
    private static final class Forgetful implements Projection {
        private final Projection sound;
        private boolean made;

        Forgetful(Projection sound) {
            this.sound = sound;
        }

        @Override
        public String name() {
            return sound.name();
        }

        @Override
        public int version() {
            return sound.version();
        }

        @Override
        public void create(Sql sql) {
            made = true;
            sound.create(sql);
        }

        @Override
        public void drop(Sql sql) {
            sound.drop(sql);
        }

        @Override
        public void apply(Sql sql, long index, Entry entry) {
            if (made || !(entry instanceof Receipt receipt && receipt.ending() == Ending.UNKNOWN)) {
                sound.apply(sql, index, entry);
            }
        }
    }
}
