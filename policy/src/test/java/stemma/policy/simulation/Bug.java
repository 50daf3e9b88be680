package stemma.policy.simulation;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stemma.core.ActId;
import stemma.core.Clock;
import stemma.core.Cost;
import stemma.core.Ending;
import stemma.core.Entry;
import stemma.core.Log;
import stemma.core.Policy;
import stemma.core.Purses;
import stemma.core.Receipt;
import stemma.core.Recovered;
import stemma.core.Verdict;
import stemma.ledger.Projection;
import stemma.policy.PurseProjection;
import stemma.store.AppendFile;
import stemma.store.Disk;
import stemma.store.ReadFile;
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
            return new Unsynced(sound);
        }
    },
    SETTLES_BEFORE_THE_RECEIPT("gave|promises") {
        @Override
        public Purses purses(Purses sound) {
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate) {
                    Optional<String> refusal = sound.reserve(id, purse, estimate);
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
    CHARGES_NOTHING_FOR_THE_UNKNOWN("gave .* of|stands at") {
        @Override
        public Purses purses(Purses sound) {
            return new Purses() {
                @Override
                public Optional<String> reserve(ActId id, String purse, Cost estimate) {
                    return sound.reserve(id, purse, estimate);
                }

                @Override
                public void settle(ActId id, Cost spent) {
                    sound.settle(id, Cost.ZERO);
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
            return new Recovered(sound.boot(), sound.intents(), reader.recovered().approvals(), sound.halted());
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

    /** A disk whose files of entries are never synced. */
    private record Unsynced(Disk sound) implements Disk {
        @Override
        public AppendFile append(Path file) {
            AppendFile under = sound.append(file);
            return file.getFileName().toString().startsWith("entries-") ? new UnsyncedFile(under) : under;
        }

        @Override
        public ReadFile read(Path file) {
            return sound.read(file);
        }

        @Override
        public Optional<byte[]> content(Path file, int bytesMax) {
            return sound.content(file, bytesMax);
        }

        @Override
        public void replace(Path file, byte[] content) {
            sound.replace(file, content);
        }

        @Override
        public void remove(Path file) {
            sound.remove(file);
        }

        @Override
        public List<Path> list(Path folder) {
            return sound.list(folder);
        }

        @Override
        public void makeFolder(Path folder) {
            sound.makeFolder(folder);
        }
    }

    private record UnsyncedFile(AppendFile sound) implements AppendFile {
        @Override
        public long size() {
            return sound.size();
        }

        @Override
        public void append(ByteBuffer bytes) {
            sound.append(bytes);
        }

        @Override
        public void sync() {
            // It says yes and does nothing.
        }

        @Override
        public void truncate(long size) {
            sound.truncate(size);
        }

        @Override
        public void close() {
            sound.close();
        }
    }

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
