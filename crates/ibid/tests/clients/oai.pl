# Harvests with Perl's HTTP::OAI and prints each record it understood, as a line of JSON.
#
# oai.pl URL VERB [NAME=VALUE...]
use strict;
use warnings;
use HTTP::OAI;
use HTTP::OAI::Metadata::OAI_DC;
use JSON::PP;

my ($url, $verb, @rest) = @ARGV;
my %arguments = map { split /=/, $_, 2 } @rest;
my $json = JSON::PP->new->ascii->canonical;
my $harvester = HTTP::OAI::Harvester->new(baseURL => $url);
my %handlers = (metadata => 'HTTP::OAI::Metadata::OAI_DC');
my $asked = $verb eq 'Identify' ? $harvester->Identify
    : $harvester->$verb(%arguments, handlers => \%handlers, onRecord => \&told);
die $asked->code . ' ' . $asked->message . "\n" if $asked->is_error;
print $json->encode({ name => $asked->repositoryName, granularity => $asked->granularity,
    earliest => $asked->earliestDatestamp }), "\n" if $verb eq 'Identify';

sub told {
    my ($it) = @_;
    if ($verb eq 'ListSets') {
        print $json->encode({ set => $it->setSpec, name => $it->setName }), "\n";
        return;
    }
    my $head = $it->isa('HTTP::OAI::Record') ? $it->header : $it;
    my $dc = $it->isa('HTTP::OAI::Record') && $it->metadata ? $it->metadata->dc : {};
    print $json->encode({
        identifier => $head->identifier,
        datestamp => $head->datestamp,
        deleted => $head->is_deleted ? JSON::PP::true : JSON::PP::false,
        sets => [$head->setSpec],
        title => $dc->{title}[0],
        people => $dc->{creator} || [],
    }), "\n";
}
