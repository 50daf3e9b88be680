package stemma.sandbox;

/**
 * The box's end of the way out: a few lines of Perl (part of every Debian system) that listen on the box's own loopback
 * and pass each connection to the node's socket. A box has no network; what listens for its tools must live inside.
 *
 * <p>It returns once it listens and serves from a child, one process for each connection, at most
 * {@value #CONNECTIONS_MAX} at a time. The command may kill it: then it has no way out, which is its own loss.
 */
final class NetRelay {
    static final int PORT = 3_128;
    static final int CONNECTIONS_MAX = 64;

    /** Where the box sees the node's socket and this script. */
    static final String SOCKET = "/run/stemma/net";

    static final String SCRIPT_PATH = "/run/stemma/relay.pl";
    static final String COMMAND = "/usr/bin/perl " + SCRIPT_PATH;

    static final String SCRIPT = """
            use strict; use warnings; use Socket; use POSIX ();
            socket(my $listen, PF_INET, SOCK_STREAM, 0) or die "no socket: $!";
            setsockopt($listen, SOL_SOCKET, SO_REUSEADDR, 1);
            bind($listen, sockaddr_in(%1$d, INADDR_LOOPBACK)) or die "no port: $!";
            listen($listen, 64) or die "no listener: $!";
            my $child = fork(); die "no fork: $!" unless defined $child;
            exit 0 if $child;
            POSIX::setsid();
            open(STDIN, '<', '/dev/null'); open(STDOUT, '>', '/dev/null'); open(STDERR, '>', '/dev/null');
            my $live = 0;
            $SIG{PIPE} = 'IGNORE';
            while (1) {
              while ($live > 0) { my $p = waitpid(-1, $live < %2$d ? POSIX::WNOHANG() : 0); last if $p <= 0; $live--; }
              accept(my $client, $listen) or next;
              my $p = fork();
              if (!defined $p || $p) { $live++ if $p; close $client; next; }
              socket(my $node, PF_UNIX, SOCK_STREAM, 0) or exit 1;
              connect($node, sockaddr_un('%3$s')) or exit 1;
              my %%to = (fileno($client) => [$client, $node], fileno($node) => [$node, $client]);
              while (%%to) {
                my $set = ''; vec($set, $_, 1) = 1 for keys %%to;
                select($set, undef, undef, undef);
                for my $fd (keys %%to) {
                  next unless vec($set, $fd, 1);
                  my ($from, $dest) = @{$to{$fd}};
                  my $n = sysread($from, my $buffer, 65536);
                  if (!$n) { shutdown($dest, 1); delete $to{$fd}; next; }
                  my $at = 0;
                  while ($at < $n) {
                    my $w = syswrite($dest, $buffer, $n - $at, $at);
                    exit 1 unless defined $w;
                    $at += $w;
                  }
                }
              }
              exit 0;
            }
            """.formatted(PORT, CONNECTIONS_MAX, SOCKET);

    private NetRelay() {}
}
