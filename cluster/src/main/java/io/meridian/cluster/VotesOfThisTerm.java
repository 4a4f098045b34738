package io.meridian.cluster;

import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.raft.ELECTION2;
import org.jgroups.protocols.raft.RaftHeader;
import org.jgroups.protocols.raft.election.VoteResponse;

/**
 * The election, in which only votes of the term count that is voted on. The library counts any that comes in, also one of an earlier round that was late; its sender has not voted in this term
 * then, may vote for another, and both would lead in the same term.
 */
public final class VotesOfThisTerm extends ELECTION2 {
    private static final short PROTOCOL = 1_702;

    static {
        ClassConfigurator.addProtocol(PROTOCOL, VotesOfThisTerm.class);
    }

    @Override
    protected void handleMessage(Message message, RaftHeader header) {
        if (header instanceof VoteResponse && header.currTerm() != raft.currentTerm()) {
            return;
        }
        super.handleMessage(message, header);
    }
}
