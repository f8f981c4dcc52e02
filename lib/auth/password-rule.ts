export const passwordLength = { least: 10, most: 200 };

// The ones of ten characters and more that head every list of leaked passwords; digits behind and between are looked past.
const common = [
  "password", "passwort", "motdepasse", "contrasena", "qwertyuiop", "qwertzuiop", "azertyuiop", "qwerty", "asdfghjkl", "1q2w3e4r5t", "1qaz2wsx3edc",
  "letmein", "iloveyou", "welcome", "administrator", "admin", "changeme", "trustno", "princess", "sunshine", "football", "baseball", "superman",
  "dragon", "monkey", "master", "michael", "computer", "internet", "whatever", "secret", "hello", "abc", "sqmpy",
];

/** What is wrong with a new password, as a sentence, or null. */
export function problemWithPassword(password: string, person: { name: string; email: string }): string | null {
  const { least, most } = passwordLength;
  if ([...password].length < least) return `Use at least ${least} characters. Three or four words that do not belong together are easy to keep in mind.`;
  if (password.length > most) return `Use at most ${most} characters.`;

  const plain = password.toLowerCase().trim();
  const own = [person.name, person.email, person.email.split("@")[0] ?? ""].map((text) => text.toLowerCase().trim()).filter((text) => text.length >= 3);
  if (own.some((text) => stripped(plain) === stripped(text) || letters(plain) === letters(text))) {
    return "This is your own name or address: choose something that others cannot guess.";
  }
  if (new Set(plain).size < 5) return "This has too few different characters: choose something that others cannot guess.";
  if (isSequence(plain) || common.some((word) => plain === word || letters(plain) === word)) {
    return "This is one of the first passwords that anybody would try: choose another.";
  }
  return null;
}

function stripped(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** The letters alone, where there are any. */
function letters(text: string): string {
  return text.replace(/[^\p{L}]/gu, "") || text;
}

function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const even = steps.filter((step) => step === 1).length;
  return even >= steps.length - 1;
}
