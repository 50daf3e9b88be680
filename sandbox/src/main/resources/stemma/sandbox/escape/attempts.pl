# Tries to leave the box it runs in, one attempt after the other, and says for each whether the way was
# open. An attempt opens, looks or asks; it writes only into its own scratch folder.
#
# Read from standard input, so that no file of it lies in the box. Facts follow it as its data, a line
# NAME=VALUE each: where the lures are. An attempt whose lure was not laid is untried.
#
# One line for each:  name  needs  outcome  reason  what
#   needs    who succeeds outside of a box: "anyone", "mapped" root of a user namespace, or "root" alone
#   outcome  open, shut, untried, or later: whoever started the box has to look after its end
# Each runs in a process of its own, because a system call filter may end it.
use strict;
use warnings;
use Socket;
use POSIX ();

my %fact = map { /^(\w+)=(.*)$/ ? ($1 => $2) : () } <DATA>;
my @inherited = grep { -e "/proc/self/fd/$_" } 3 .. 255;
my $arm = (POSIX::uname())[4] eq "aarch64";
my %number = $arm
    ? (ptrace => 117, kcmp => 272, perf => 241, userfaultfd => 282, keyctl => 219, bpf => 280, setns => 268,
        mount => 40, unshare => 97, sethostname => 161, name_to_handle => 264, open_by_handle => 265)
    : (ptrace => 101, kcmp => 312, perf => 298, userfaultfd => 323, keyctl => 250, bpf => 321, setns => 308,
        mount => 165, unshare => 272, sethostname => 170, name_to_handle => 303, open_by_handle => 304);
%number = (%number, io_uring => 425, fsopen => 430, pidfd_open => 434, clone3 => 435, pidfd_getfd => 438);

sub lure { my ($name) = @_; defined $fact{$name} or die "no lure\n"; return $fact{$name} }
sub call { my ($name, @rest) = @_; return syscall($number{$name}, @rest) >= 0 }
sub readable { my ($file) = @_; open(my $in, "<", $file) or return 0; return defined readline($in) }
sub listed { my ($folder) = @_; return opendir(my $in, $folder) }
sub writable { my ($file) = @_; return sysopen(my $out, $file, POSIX::O_WRONLY()) }
sub connected {
    my ($family, $address) = @_;
    socket(my $socket, $family, SOCK_STREAM, 0) or return 0;
    return connect($socket, $address);
}
sub port { return pack_sockaddr_in($_[0], INADDR_LOOPBACK) }
sub status {
    my ($field) = @_;
    open(my $in, "<", "/proc/self/status") or return "";
    my ($line) = grep { /^$field:/ } <$in>;
    return $line =~ /:\s*(\S+)/ ? $1 : "";
}

# Runs in a child of its own what may end the process; true when it came to its end, else that error.
sub survives {
    my ($error, $code) = @_;
    my $pid = fork();
    defined $pid or return 0;
    if (!$pid) { POSIX::_exit($code->() ? 0 : 1) }
    waitpid($pid, 0);
    return 1 if $? == 0;
    $! = $error;
    return 0;
}

sub environ {
    my ($file) = @_;
    my %wanted = map { ($_ => 1) } split /,/, lure("names");
    open(my $in, "<", $file) or return 0;
    local $/ = "\0";
    return scalar grep { /^([^=]*)=/ && $wanted{$1} } <$in>;
}

sub udp_answered {
    socket(my $socket, PF_INET, SOCK_DGRAM, 0) or return 0;
    defined send($socket, "hello", 0, port(lure("udp"))) or return 0;
    my $bits = "";
    vec($bits, fileno($socket), 1) = 1;
    $! = POSIX::ETIMEDOUT();
    return select($bits, undef, undef, 1) > 0 && defined recv($socket, my $answer, 16, 0);
}

sub forks {
    my ($count) = @_;
    my @children;
    for (1 .. $count) {
        my $pid = fork();
        last unless defined $pid;
        if (!$pid) { sleep 20; POSIX::_exit(0) }
        push @children, $pid;
    }
    my $error = $!;
    kill KILL => @children;
    waitpid($_, 0) for @children;
    $! = $error;
    return @children == $count;
}

sub big_file {
    my ($bytes) = @_;
    my $file = lure("scratch") . "/big";
    local $SIG{XFSZ} = "IGNORE";
    open(my $out, ">", $file) or return 0;
    my ($block, $written) = ("x" x 65536, 0);
    while ($written < $bytes) {
        my $more = syswrite($out, $block);
        last unless defined $more;
        $written += $more;
    }
    my $error = $!;
    unlink $file;
    $! = $error;
    return $written >= $bytes;
}

sub spin {
    my ($seconds) = @_;
    while ((times)[0] + (times)[1] < $seconds) { my $sum = 0; $sum += $_ for 1 .. 1000 }
    return 1;
}

sub daemon {
    my $marker = lure("marker");
    my $pid = fork() // return 0;
    if (!$pid) {
        POSIX::setsid();
        exit 0 if fork();
        open(STDIN, "<", "/dev/null");
        open(STDOUT, ">", "/dev/null");
        open(STDERR, ">", "/dev/null");
        exec "sleep", $marker;
    }
    waitpid($pid, 0);
    die "later\n";
}

sub entered {
    my ($namespace, $flag) = @_;
    open(my $in, "<", "/proc/self/ns/$namespace") or return 0;
    return call("setns", fileno($in), $flag);
}

sub cloned {
    my $arguments = pack("Q8", 0x10000000, 0, 0, 0, 17, 0, 0, 0);
    my $pid = syscall($number{clone3}, $arguments, 64);
    POSIX::_exit(0) if $pid == 0;
    my $error = $!;
    waitpid($pid, 0) if $pid > 0;
    $! = $error;
    return $pid > 0;
}

sub borrowed {
    my $fd = syscall($number{pidfd_open}, 0 + lure("pid"), 0);
    return $fd >= 0 && call("pidfd_getfd", $fd, 0, 0);
}

sub handled {
    my ($handle, $mount) = (pack("L l a128", 128, 0, ""), pack("l", 0));
    call("name_to_handle", -100, my $here = ".", $handle, $mount, 0) or return 0;
    open(my $folder, "<", ".") or return 0;
    return call("open_by_handle", fileno($folder), $handle, 0);
}

sub linked {
    my $to = lure("scratch") . "/hard";
    my $made = link(lure("beside") . "/open", $to);
    my $error = $!;
    unlink $to;
    $! = $error;
    return $made;
}

sub disk {
    my ($first) = grep { -e } qw(/dev/vda /dev/sda /dev/nvme0n1 /dev/xvda);
    return $first && sysopen(my $in, $first, POSIX::O_RDONLY());
}

sub device {
    my $at = lure("scratch") . "/device";
    my $made = syscall($arm ? 33 : 259, -100, $at, 060600, 0x700) >= 0;
    my $error = $!;
    unlink $at;
    $! = $error;
    return $made;
}

my @attempts = (
    ["beside-relative", "anyone", "read a file beside the folder", sub { readable("../beside/secret") }],
    ["beside-absolute", "anyone", "read it by its whole path", sub { readable(lure("beside") . "/secret") }],
    ["beside-link", "anyone", "read it through a link in the folder", sub { lure("beside"); readable("link") }],
    ["beside-update", "anyone", "open a file beside the folder for writing",
        sub { writable(lure("beside") . "/open") }],
    ["hard-link", "anyone", "take a hard link to a file outside", \&linked],
    ["user-home", "anyone", "read a key in the user's home", sub { readable(lure("user") . "/.ssh/id") }],
    ["node-home", "anyone", "look into the node's home", sub { listed(lure("node") . "/ledger") }],
    ["host-tmp", "anyone", "read a file in the host's /tmp", sub { readable(lure("tmp")) }],
    ["shared-memory", "anyone", "read a file in the host's /dev/shm", sub { readable(lure("shm")) }],
    ["var-lib", "anyone", "look into /var/lib", sub { listed("/var/lib") }],
    ["kernel-settings", "anyone", "look into /sys/kernel", sub { listed("/sys/kernel") }],
    ["own-environment", "anyone", "find variables that were not granted in its own environment",
        sub { environ("/proc/self/environ") || environ("/proc/1/environ") }],
    ["host-environment", "anyone", "read the environment of a process outside",
        sub { environ("/proc/" . lure("pid") . "/environ") }],
    ["host-root", "anyone", "reach files through a process outside",
        sub { readable("/proc/" . lure("pid") . "/root" . lure("beside") . "/secret") }],
    ["host-folder", "anyone", "learn where a process outside works", sub { readlink("/proc/" . lure("pid") . "/cwd") }],
    ["host-memory", "anyone", "open the memory of a process outside",
        sub { sysopen(my $in, "/proc/" . lure("pid") . "/mem", 0) }],
    ["signal", "anyone", "signal a process outside", sub { kill(0, lure("pid")) }],
    ["trace", "anyone", "trace a process outside", sub { call("ptrace", 0x4206, 0 + lure("pid"), 0, 0) }],
    ["compare", "anyone", "compare itself with a process outside", sub { call("kcmp", 0 + lure("pid"), $$, 2, 0, 0) }],
    ["borrow", "anyone", "take a file descriptor from a process outside", \&borrowed],
    ["tcp", "anyone", "connect to a port of this machine", sub { connected(PF_INET, port(lure("tcp"))) }],
    ["node-port", "anyone", "connect to the node's own listener", sub { connected(PF_INET, port(lure("nodeport"))) }],
    ["udp", "anyone", "exchange datagrams with this machine", \&udp_answered],
    ["abstract-socket", "anyone", "connect to an abstract socket",
        sub { connected(PF_UNIX, pack("S a*", PF_UNIX, "\0" . lure("abstract"))) }],
    ["unix-socket", "anyone", "connect to a socket by its path",
        sub { connected(PF_UNIX, pack_sockaddr_un(lure("socket"))) }],
    ["shared-segment", "anyone", "attach System V shared memory of the host", sub { defined shmget(lure("key"), 0, 0) }],
    ["machine-socket", "anyone", "open a socket that reaches the machine around this one (vsock)",
        sub { socket(my $s, 40, SOCK_STREAM, 0) }],
    ["user-namespace", "anyone", "make a user namespace", sub { call("unshare", 0x10000000) }],
    ["clone-namespace", "anyone", "make a user namespace with clone3", \&cloned],
    ["performance", "anyone", "open a performance counter",
        sub { call("perf", pack("L L Q Q Q Q Q x64", 1, 112, 0, 0, 0, 0, 0x61), 0, -1, -1, 0) }],
    ["page-faults", "anyone", "handle page faults (userfaultfd)", sub { call("userfaultfd", 1) }],
    ["rings", "anyone", "set up io_uring", sub { call("io_uring", 1, "\0" x 120) }],
    ["keyring", "anyone", "reach the kernel's keyrings", sub { call("keyctl", 0, -3, 0) }],
    ["processes", "anyone", "start more processes than the bound", sub { forks(lure("processes")) }],
    ["memory", "anyone", "take more memory than the bound",
        sub { my $mib = lure("memory"); survives(POSIX::ENOMEM(), sub { my $all = "x" x ($mib << 20); length $all }) }],
    ["file-size", "anyone", "write a file larger than the bound", sub { big_file(lure("file")) }],
    ["processor", "anyone", "compute longer than the bound",
        sub { my $seconds = lure("cpu"); survives(POSIX::ETIME(), sub { spin($seconds) }) }],
    ["survivor", "anyone", "leave a process behind", \&daemon],
    ["descriptors", "anyone", "find a file descriptor that was left open", sub { $! = POSIX::EBADF(); @inherited > 0 }],
    ["new-privileges", "anyone", "be allowed to gain rights from a set-uid program",
        sub { $! = POSIX::EPERM(); status("NoNewPrivs") eq "0" }],
    ["packets", "mapped", "open a packet socket", sub { socket(my $s, 17, SOCK_RAW, 0) }],
    ["raw-socket", "mapped", "open a raw socket", sub { socket(my $s, PF_INET, SOCK_RAW, 1) }],
    ["mount", "mapped", "mount a file system",
        sub { call("mount", my $none = "none", my $at = lure("scratch"), my $kind = "tmpfs", 0, my $options = "") }],
    ["new-mount", "mapped", "make a file system by the newer calls", sub { call("fsopen", my $kind = "tmpfs", 0) }],
    ["net-namespace", "mapped", "make a network namespace", sub { call("unshare", 0x40000000) }],
    ["enter-namespace", "mapped", "enter a namespace", sub { entered("uts", 0x04000000) }],
    ["net-settings", "mapped", "change network settings", sub { writable("/proc/sys/net/ipv4/ip_forward") }],
    ["capabilities", "mapped", "hold a capability", sub { $! = POSIX::EPERM(); status("CapEff") =~ /[1-9a-f]/ }],
    ["change-root", "mapped", "change its root", sub { chroot("/") }],
    ["host-name", "mapped", "rename the machine",
        sub { my $name = (POSIX::uname())[1]; call("sethostname", $name, length $name) }],
    ["system-settings", "root", "open a file of /etc for writing", sub { writable("/etc/passwd") }],
    ["system-programs", "root", "open a file of /usr for writing", sub { writable("/usr/bin/true") }],
    ["password-hashes", "root", "read /etc/shadow", sub { readable("/etc/shadow") }],
    ["core-pattern", "root", "open core_pattern for writing", sub { writable("/proc/sys/kernel/core_pattern") }],
    ["system-request", "root", "open sysrq-trigger for writing", sub { writable("/proc/sysrq-trigger") }],
    ["disk", "root", "read a disk as a device", \&disk],
    ["device", "root", "make a device", \&device],
    ["file-handle", "root", "open a file by its handle", \&handled],
    ["kernel-program", "root", "give the kernel a map for programs (bpf)",
        sub { call("bpf", 0, pack("L4 x112", 2, 4, 4, 1), 128) }],
    ["other-calls", "root", "call by the numbers of another architecture",
        sub { $! = POSIX::ENOSYS(); !$arm && syscall(0x40000027) > 0 }],
);

sub outcome {
    my ($code) = @_;
    pipe(my $from, my $to) or return ("untried", "$!");
    my $pid = fork() // return ("untried", "$!");
    if (!$pid) {
        close $from;
        alarm 20;
        $! = 0;
        my $open = eval { $code->() };
        my ($error, $thrown) = ("$!", $@);
        chomp $thrown;
        my ($word, $why) =
              $thrown eq "later" ? ("later", "")
            : $thrown            ? ("untried", $thrown)
            : $open              ? ("open", "")
            :                      ("shut", $error || "refused");
        syswrite($to, "$word\t$why");
        POSIX::_exit(0);
    }
    close $to;
    my $said = do { local $/; readline($from) };
    waitpid($pid, 0);
    return split(/\t/, $said, 2) if defined $said && length $said;
    my $signal = $? & 127;
    return $signal == 14 ? ("untried", "took too long")
        : $signal ? ("shut", "killed by signal $signal")
        :           ("untried", "ended with exit code " . ($? >> 8));
}

$| = 1;
for my $attempt (@attempts) {
    my ($name, $needs, $what, $code) = @$attempt;
    my ($word, $why) = outcome($code);
    print join("\t", $name, $needs, $word, $why // "", $what), "\n";
}
