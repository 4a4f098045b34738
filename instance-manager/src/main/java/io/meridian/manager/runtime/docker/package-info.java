/**
 * Sidecars and plugins as containers of this machine's Docker, two for an instance. The plugin's has no network and sees nothing but the folder where it
 * finds its sidecar. All that is asked of Docker goes through {@link io.meridian.manager.runtime.docker.OwnContainers}, which acts on containers of its
 * own manager alone, and {@link io.meridian.manager.runtime.docker.DockerImages}, which reads and fetches images.
 */
package io.meridian.manager.runtime.docker;
