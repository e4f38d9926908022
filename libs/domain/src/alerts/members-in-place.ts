/**
 * The members of an alert in a replay, which takes many steps. They are changed in place, so the cost of a step depends
 * on how much has changed, not on the number of members. The rules are the same as in `membersAfter`, which copies the
 * members.
 */
import { firstWhere } from '../time/day.ts';
import type { Instant } from '../time/instant.ts';
import type { Membership } from './course.ts';
import {
  type AlertMember,
  type AlertMembers,
  foundMember,
  isSameMember,
  maxMembers,
  type MembersChange,
  resolvedMember,
  settledMember,
  toldMember,
  untoldOf,
} from './members.ts';
import type { Finding } from './rules/index.ts';

export class MembersInPlace implements Membership {
  readonly #members = new Map<string, AlertMember>();
  #open = 0;
  /** Resolved members in the order in which an object lists its keys: the lowest number first. */
  readonly #resolved: string[] = [];
  /** Members that were not announced yet; some may be resolved. */
  readonly #untold = new Set<string>();
  /** Members that have returned and are not stable yet. */
  readonly #returning = new Set<string>();
  /** Findings that came while the alert was full, in the order of their last change. */
  #waiting = new Map<string, Finding>();
  /** The members that the last step changed, in the state before that step. */
  #before = new Map<string, AlertMember | undefined>();

  get isActive(): boolean {
    return this.#open > 0;
  }

  get isOfConnection(): boolean {
    return this.#members.has('');
  }

  untold(): readonly string[] {
    return untoldOf(this.#some(this.#untold));
  }

  isSameToRead(): boolean {
    return this.#before.entries().every(([id, was]) => {
      const is = this.#members.get(id);
      return (was === undefined && is === undefined) || isSameMember(was, is);
    });
  }

  expiredSince(at: Instant): boolean {
    return this.#members.values().some(({ expired, resolvedAt }) => expired === true && (resolvedAt ?? 0) >= at);
  }

  isOpen(id: string): boolean {
    return this.#members.get(id)?.resolvedAt === null;
  }

  /** The members that may be unstable. */
  returning(): AlertMembers {
    return this.#some(this.#returning);
  }

  all(): AlertMembers {
    return Object.fromEntries(this.#members);
  }

  /**
   * `changed`: findings that are new or have changed since the last step; they come after all other findings. `left`:
   * members that are not found now; some may not have been found before either.
   */
  step(changed: readonly Finding[], left: readonly string[], { now, expired, quietMs }: MembersChange): void {
    this.#before = new Map();
    if (this.#returning.size > 0)
      for (const [id, member] of Object.entries(this.returning())) this.#put(id, settledMember(member, now, quietMs));
    for (const id of left) this.#waiting.delete(id);
    this.#find(changed, now);
    for (const id of left) {
      const was = this.#members.get(id);
      if (was?.resolvedAt === null) this.#put(id, resolvedMember(was, now, expired.has(id)));
    }
  }

  /** Records that every problem of the alert was announced. */
  tellAll(): void {
    for (const [id, member] of Object.entries(this.#some(this.#untold))) this.#members.set(id, toldMember(member));
    this.#untold.clear();
  }

  #find(changed: readonly Finding[], now: Instant): void {
    for (const { member } of changed) this.#waiting.delete(member);
    for (const [member, finding] of this.#waiting) {
      if (!this.#makeRoom()) break;
      this.#waiting.delete(member);
      this.#put(member, foundMember(undefined, finding, now));
    }
    for (const finding of changed) {
      const { member } = finding;
      const was = this.#members.get(member);
      if (was === undefined && (this.#waiting.size > 0 || !this.#makeRoom())) this.#waiting.set(member, finding);
      else this.#put(member, foundMember(was, finding, now));
    }
  }

  /** Removes a resolved member if the alert is full; returns false if the alert is full of open members. */
  #makeRoom(): boolean {
    if (this.#members.size < maxMembers) return true;
    const [over] = this.#resolved;
    if (over !== undefined) this.#put(over, undefined);
    return over !== undefined;
  }

  #put(id: string, member: AlertMember | undefined): void {
    const was = this.#members.get(id);
    if (was === member) return;
    if (!this.#before.has(id)) this.#before.set(id, was);
    if (member === undefined) this.#members.delete(id);
    else this.#members.set(id, member);
    this.#open += Number(member?.resolvedAt === null) - Number(was?.resolvedAt === null);
    const [isResolved, wasResolved] = [member, was].map((one) => one !== undefined && one.resolvedAt !== null);
    if (isResolved !== wasResolved) this.#listResolved(id, isResolved === true);
    mark(this.#untold, id, member?.untold === true);
    mark(this.#returning, id, member?.returns !== undefined);
  }

  #listResolved(id: string, isIn: boolean): void {
    const at = firstWhere(-1, this.#resolved.length, (n) => Number(this.#resolved[n]) >= Number(id));
    if (isIn) this.#resolved.splice(at, 0, id);
    else this.#resolved.splice(at, 1);
  }

  #some(ids: ReadonlySet<string>): AlertMembers {
    const some: Record<string, AlertMember> = {};
    for (const id of ids) {
      const member = this.#members.get(id);
      if (member !== undefined) some[id] = member;
    }
    return some;
  }
}

function mark(ids: Set<string>, id: string, isIn: boolean): void {
  if (isIn) ids.add(id);
  else ids.delete(id);
}
