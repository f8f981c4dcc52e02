import type { UserId } from "./ids";
import type { MailWish } from "./mail-wish";

export type UserRole = "admin" | "member";

export interface User {
  id: UserId;
  name: string;
  email: string;
  role: UserRole;
  disabledAt: Date | null;
  mailWish: MailWish;
  createdAt: Date;
}
