/**
 * Makes what runs into what shall run. What to do next is decided from how things are, by {@link io.meridian.manager.reconcile.Decider}, which does nothing
 * itself; the {@link io.meridian.manager.reconcile.Reconciler} looks, asks it, and does it. So a manager that was killed at any moment goes on where things are.
 */
package io.meridian.manager.reconcile;
