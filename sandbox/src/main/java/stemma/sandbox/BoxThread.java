package stemma.sandbox;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import stemma.sandbox.linux.ThreadSpaces;
import stemma.sandbox.linux.ThreadUser;

/**
 * The platform thread a box hangs on.
 *
 * <p>It arranges its private mount table, starts the chain, and then waits for its end: the chain asks the kernel to be
 * killed when its parent dies, and to the kernel the parent is the thread that started it. So this thread must outlive
 * the box, and when the node dies, however it dies, the box dies with it.
 *
 * <p>The command's end is told as soon as its exit code is known and no process of the box is left. Taking the mounts
 * down takes the kernel some milliseconds more; {@link #gone} tells when the chain itself has ended.
 */
final class BoxThread {
    /** What bubblewrap and unshare say where the kernel, its settings or a profile refuse them. */
    private static final Pattern NAMESPACES = Pattern.compile("namespace|unshare failed|uid map|uid_map");

    /** A box that is up. */
    record Up(Chain chain, Leader leader) {}

    /** The command's exit code, and whether the time was up before it ended. */
    record End(int exitCode, boolean timedOut) {}

    /**
     * What such a thread is for.
     *
     * @param name of the thread, for whoever looks at a list of them
     */
    record Order(String name, BoxLaunch launch, long wallMillis) {}

    private final CompletableFuture<Order> order = new CompletableFuture<>();
    private final CompletableFuture<Boolean> allowed = new CompletableFuture<>();
    private final CompletableFuture<Up> up = new CompletableFuture<>();
    private final CompletableFuture<End> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    /** A thread that has left the machine's network and given up its rights, where it is root; it waits for its box. */
    static BoxThread waiting(boolean root) {
        BoxThread thread = new BoxThread();
        Thread.ofPlatform().daemon().name("box").start(() -> thread.serve(root));
        return thread;
    }

    /**
     * Starts its box; to be called once. The command begins once it is {@link #allow allowed} to.
     */
    void begin(Order wanted) {
        order.complete(wanted);
    }

    /** Lets the command begin, as soon as its box is up. */
    void allow() {
        allowed.complete(true);
    }

    /** Ends a thread that is not needed, or whose command must not begin. */
    void dismiss() {
        order.cancel(false);
        allowed.cancel(false);
    }

    private void serve(boolean root) {
        try {
            if (root) {
                ThreadSpaces.enter();
                ThreadUser.confine();
            }
            Order wanted = order.join();
            Thread.currentThread().setName(wanted.name());
            long until = System.nanoTime() + wanted.wallMillis() * 1_000_000;
            switch (wanted.launch()) {
                case Launch launch -> run(launch, until);
                case BasicLaunch launch -> runBasic(launch, until);
            }
        } catch (IOException | RuntimeException e) {
            up.completeExceptionally(e);
            ended.completeExceptionally(e);
            gone.completeExceptionally(e);
        }
    }

    private void run(Launch launch, long until) throws IOException {
        try (Chain chain = launch.start()) {
            BoxStatus status = new BoxStatus(chain);
            try (InnerInit init = init(chain, status)) {
                hold(launch, chain, init);
                up.complete(new Up(chain, init));
                OptionalLong code = status.exitCode(until);
                boolean timedOut = code.isEmpty() && !status.ended();
                init.end();
                if (code.isPresent()) {
                    ended.complete(new End((int) code.getAsLong(), timedOut));
                }
                ended.complete(new End(chain.await(), timedOut));
            }
            gone.complete(true);
        }
    }

    /** The command is waited for by itself, and what it left is ended after it. */
    private void runBasic(BasicLaunch launch, long until) throws IOException {
        try (Chain chain = launch.start();
                CommandGroup group = launch.started()) {
            hold(launch, chain, group);
            up.complete(new Up(chain, group));
            boolean timedOut = !chain.child().ended(until - System.nanoTime());
            group.kill();
            int code = chain.await();
            group.end();
            ended.complete(new End(code, timedOut));
        }
        gone.complete(true);
    }

    /** Lets the command begin. Where it must not, the box ends first: a pipe that is closed lets it begin too. */
    private void hold(BoxLaunch launch, Chain chain, Leader leader) throws IOException {
        try {
            launch.hold(leader.pid());
            allowed.join();
        } catch (IOException | RuntimeException e) {
            leader.kill();
            throw e;
        }
        chain.go();
    }

    private static InnerInit init(Chain chain, BoxStatus status) throws IOException {
        OptionalLong pid = status.childPid();
        if (pid.isPresent()) {
            return InnerInit.of(pid.getAsLong());
        }
        chain.kill();
        String complaint = chain.complaint();
        chain.await();
        if (status.layerRefused()) {
            throw new LayerRefused(
                    "no overlay here: " + status.text().lines().findFirst().orElse(""));
        }
        String said = (status.text() + complaint).strip();
        if (NAMESPACES.matcher(said).find()) {
            throw new NamespacesRefused("this machine makes no namespaces: " + said);
        }
        throw new BoxRefused("the box did not start: " + said);
    }

    /** Waits until the box is up. */
    Up up() throws IOException {
        try {
            return up.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LayerRefused refused) {
                throw refused;
            }
            if (e.getCause() instanceof BoxRefused refused) {
                throw refused;
            }
            if (e.getCause() instanceof NamespacesRefused refused) {
                throw refused;
            }
            throw new IOException("the box could not be arranged: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a box started", e);
        }
    }

    /** Completes when the command and every process of the box have ended. */
    CompletableFuture<End> ended() {
        return ended;
    }

    /** Completes when nothing of the box is left in the kernel. */
    CompletableFuture<Boolean> gone() {
        return gone;
    }
}
