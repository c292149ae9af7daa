# Runs pcscd on a socket of its own and relays its virtual readers to Unix sockets.
#
#   perl private-pcscd.pl FOLDER PORT READERS ISOLATED
#
# FOLDER has reader.conf and libifdvpcd.so; made here: pcscd.comm for clients, card0, card1 ... for
# cards, pcscd.log. ISOLATED is 1 in network and mount namespaces of our own: then loopback is brought
# up and whatever pcscd would touch outside (its pid file, drivers of real readers) is covered.
#
# Prints "ready" once the readers listen. Ends with pcscd and FOLDER gone on SIGTERM, when pcscd ends,
# and when standard input ends, which is when the process that started it is dead.
use strict;
use warnings;
use Fcntl qw(F_SETFD);
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
use Socket qw(IPPROTO_TCP TCP_NODELAY SOCK_STREAM);

use constant { TCP_QUICKACK => 12, SIOCSIFFLAGS => 0x8914, IFF_UP => 0x1 };

my ( $folder, $port, $readers, $isolated ) = @ARGV;
my $stop = 0;
$SIG{TERM} = $SIG{INT} = sub { $stop = 1 };
$SIG{CHLD} = sub { };
$SIG{PIPE} = 'IGNORE';
$| = 1;

my %card_of;    # listening socket -> port of its reader
my %peer;       # socket of a relay -> the other side
my %occupied;   # socket of a relay -> listening socket of its reader
my $select = IO::Select->new( \*STDIN );

# Sockets come before the mounts, so that FOLDER may lie below a covered one.
my $clients = listen_at("$folder/pcscd.comm");
for my $i ( 0 .. $readers - 1 ) {
    my $listener = listen_at("$folder/card$i");
    $card_of{$listener} = $port + $i;
    $select->add($listener);
}
isolate() if $isolated;
my $pcscd = start_pcscd();
my $failed = !readers_listen();
print "ready\n" unless $failed;
relay() unless $failed;
finish();
exit( $failed ? 1 : 0 );

sub listen_at {
    my ($path) = @_;
    return IO::Socket::UNIX->new( Type => SOCK_STREAM, Local => $path, Listen => 16 )
      || die "cannot listen at $path: $!\n";
}

sub isolate {
    socket( my $socket, Socket::AF_INET, Socket::SOCK_DGRAM, 0 ) || die "no socket: $!\n";
    my $request = pack( 'a16 s x22', 'lo', IFF_UP );
    ioctl( $socket, SIOCSIFFLAGS, $request ) || die "cannot bring loopback up: $!\n";
    for my $covered ( '/run', '/usr/lib/pcsc/drivers' ) {
        system( 'mount', '-t', 'tmpfs', 'tmpfs', $covered ) == 0 || die "cannot cover $covered\n";
    }
}

# The socket is handed over as systemd would do it (sd_listen_fds(3)).
sub start_pcscd {
    my $pid = fork();
    die "cannot fork: $!\n" unless defined $pid;
    return $pid if $pid;
    open( STDIN,  '<', '/dev/null' )         || die;
    open( STDOUT, '>', "$folder/pcscd.log" ) || die;
    open( STDERR, '>&', \*STDOUT )           || die;
    POSIX::dup2( fileno($clients), 3 );
    open( my $inherited, '<&=', 3 )    || die;
    fcntl( $inherited, F_SETFD, 0 )    || die;    # it may have been 3 already
    $ENV{LISTEN_FDS} = 1;
    $ENV{LISTEN_PID} = $$;
    exec( '/usr/sbin/pcscd', '--foreground', '--config', "$folder/conf" ) || POSIX::_exit(127);
}

# Asks the kernel's table: a trial connection would be a card.
sub readers_listen {
    for ( 1 .. 500 ) {
        return 0 if $stop || pcscd_ended();
        my %open;
        open( my $table, '<', '/proc/self/net/tcp' ) || die "no /proc/self/net/tcp: $!\n";
        while (<$table>) {
            $open{ hex $1 } = 1 if /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F:]+ 0A /;
        }
        close($table);
        return 1 if $readers == grep { $open{ $port + $_ } } 0 .. $readers - 1;
        select( undef, undef, undef, 0.02 );
    }
    return 0;
}

sub pcscd_ended {
    $pcscd = 0 if $pcscd && waitpid( $pcscd, POSIX::WNOHANG ) == $pcscd;
    return !$pcscd;
}

sub relay {
    while ( !$stop && !pcscd_ended() ) {
        for my $ready ( $select->can_read(1) ) {
            if ( $ready == \*STDIN ) {
                $stop = 1 unless sysread( STDIN, my $ignored, 4096 );
            }
            elsif ( $card_of{$ready} ) {
                connect_card($ready);
            }
            elsif ( $peer{$ready} ) {
                pass_on($ready);
            }
        }
    }
}

# One card at a time: the next one waits until vpcd's connection is free again.
sub connect_card {
    my ($listener) = @_;
    my $card = $listener->accept() || return;
    my $reader = IO::Socket::INET->new(
        PeerAddr => '127.0.0.1',
        PeerPort => $card_of{$listener},
        Timeout  => 2
    );
    if ( !$reader ) {
        close($card);
        return;
    }
    setsockopt( $reader, IPPROTO_TCP, TCP_NODELAY, 1 );
    $peer{$card}   = $reader;
    $peer{$reader} = $card;
    $select->add( $card, $reader );
    $select->remove($listener);
    $occupied{$card} = $occupied{$reader} = $listener;
}

# vpcd sends length and body apart; without quick acknowledgement each command costs 40 ms.
sub pass_on {
    my ($from) = @_;
    my $to = $peer{$from};
    setsockopt( $from, IPPROTO_TCP, TCP_QUICKACK, 1 ) if ref $from eq 'IO::Socket::INET';
    my $length = sysread( $from, my $bytes, 65536 );
    for ( my $sent = 0 ; $length && $sent < $length ; ) {
        my $more = syswrite( $to, $bytes, $length - $sent, $sent );
        $length = 0 unless $more;
        $sent += $more || 0;
    }
    return if $length;
    $select->remove( $from, $to );
    $select->add( $occupied{$from} );
    delete @peer{ $from, $to };
    delete @occupied{ $from, $to };
    close($from);
    close($to);
}

sub finish {
    kill( 'TERM', $pcscd ) if $pcscd;
    for ( 1 .. 100 ) {
        last if pcscd_ended();
        select( undef, undef, undef, 0.05 );
    }
    kill( 'KILL', $pcscd ) && waitpid( $pcscd, 0 ) if $pcscd;
    if ($failed) {
        open( my $log, '<', "$folder/pcscd.log" );
        print STDERR 'pcscd: ', <$log> if $log;
    }
    unlink glob("$folder/conf/*");
    rmdir "$folder/conf";
    unlink glob("$folder/*");
    rmdir $folder;
}
