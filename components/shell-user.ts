/** Who is signed in, as far as the frame shows it. */
export interface ShellUser {
  name: string;
  email: string;
  role: "admin" | "member";
  singleUser: boolean;
}
