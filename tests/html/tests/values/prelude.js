// What the tests ask of what an engine has read.
"use strict";
var same = (read, json) => sameAs(read, JSON.parse(json));
var sameAs = (read, value) => {
    if (typeof read !== "object" || read === null || value === null || typeof value !== "object") {
        return Object.is(read, value);
    }
    if (Object.getPrototypeOf(read) !== Object.getPrototypeOf(value)) return false;
    const keys = Object.keys(value);
    return JSON.stringify(Object.keys(read)) === JSON.stringify(keys)
        && keys.every((key) => sameAs(Object.getOwnPropertyDescriptor(read, key).value,
            Object.getOwnPropertyDescriptor(value, key).value));
};
// Whether an expression is one of this text, and of none that is nearly the same.
var matchesOnly = (expression, text) => {
    const units = [...text];
    const near = ["", text + "x", "x" + text, text + text, text + "\n"].concat(
        units.map((_, at) => units.filter((_, other) => other !== at).join("")),
        units.map((_, at) => units.map((unit, other) => other === at ? "\u{1}" : unit).join("")));
    return expression.test(text) && near.every((other) => other === text || !expression.test(other));
};
var ODD = [..."\0\t\n\r\x0b\x0c !\"#$%&'()*+,-./0159:;<=>?@AFZ[\\]^_`abdfnrswxz{|}~\x7f\xa0\u2028\u2029\ufeffé😀"];
// Whether a class holds the characters of this text, and no others.
var holdsOnly = (expression, text) => {
    const held = new Set(expression.unicode ? [...text] : text.split(""));
    const asked = new Set([...ODD.filter((odd) => expression.unicode || odd.length === 1), ...held]);
    return [...asked].every((char) => expression.test(char) === held.has(char));
};
