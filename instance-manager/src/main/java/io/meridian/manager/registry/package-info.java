/**
 * What is registered: versions of plugins, which never change, and the instances that shall run of them, with settings and
 * secrets. Whether something runs is the business of {@link io.meridian.manager.reconcile}.
 */
package io.meridian.manager.registry;
