package io.meridian.platform.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meridian audit}. */
@Command(
        name = "audit",
        description = {
            "The audit log: every durable message and every act of a person on the bus, each record chained to the one"
                + " before by its hash, and signed checkpoints of the chain in a second place. 'verify' proves offline"
                + " that nothing was changed, or says what was. See docs/concepts/audit.md."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AuditRecordCommand.class,
            AuditWitnessCommand.class,
            AuditVerifyCommand.class,
            AuditSearchCommand.class,
            AuditTraceCommand.class,
            AuditExportCommand.class,
            AuditEraseCommand.class,
            AuditTeeCommand.class,
            AuditSpansCommand.class,
            AuditMirrorCommand.class,
            AuditFetchCommand.class
        })
public final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the audit log.");
    }
}
