// Stands in front of every page: whatever a hostile value would call tells the driver.
"use strict";
(() => {
    const path = location.pathname === "srcdoc" || location.protocol === "about:"
        ? parent.location.pathname : location.pathname;
    for (const name of ["pwn", "alert", "confirm", "prompt", "print", "eval", "open"]) {
        window[name] = () => { top.ran(path, name); };
    }
    window.f = () => {};
    window.addEventListener("error", (event) => {
        // Of what was not loaded there is no message.
        if (event.message) top.broke(path, event.message);
    });
})();
