package io.meridian.sidecar;

import io.meridian.plugin.contract.proto.Open;
import io.meridian.plugin.contract.proto.Profile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** A process of its own that attaches, receives and publishes, and then makes the file that it shares shorter. */
final class CuttingPlugin {
    private CuttingPlugin() {}

    public static void main(String[] folderReceivedAndLength) throws Exception {
        Path folder = Path.of(folderReceivedAndLength[0]);
        int received = Integer.parseInt(folderReceivedAndLength[1]);
        TestPlugin.awaitOffer(folder);
        try (FileChannel file = FileChannel.open(folder.resolve("attach.ring"), StandardOpenOption.WRITE)) {
            if (received > 0) {
                TestPlugin plugin = TestPlugin.attach(folder);
                plugin.subscribe(Open.newBuilder()
                        .setPattern("platform.oms.x")
                        .setProfile(Profile.DURABLE)
                        .setName("orders"));
                int handle = plugin.resolve("platform.oms.y", Profile.FAST);
                while (plugin.received < received) {
                    plugin.poll();
                    plugin.publish(handle, "still here");
                }
            }
            file.truncate(Long.parseLong(folderReceivedAndLength[2]));
        }
        new CountDownLatch(1).await();
    }
}
