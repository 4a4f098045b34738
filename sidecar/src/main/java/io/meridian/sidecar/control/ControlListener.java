package io.meridian.sidecar.control;

/** Is told what happens at the control socket, on its thread; must be quick, and must not throw. */
@FunctionalInterface
public interface ControlListener {
    /** Something happened; what it tells of is already in force. */
    void onControl(ControlEvent event);
}
