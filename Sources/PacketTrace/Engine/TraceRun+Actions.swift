import Addressing

/// How it goes on behind an action.
enum Continuation {
    /// With the same rule's next instruction.
    case nextInstruction
    /// Somewhere else: the flight knows where.
    case wentOn
    /// Not at all: these packets are at their end.
    case ended
}

extension TraceRun {
    /// Does what a rule says with packets that match it.
    mutating func act(_ action: FilterProgram.Action, _ rule: Int, _ flight: inout Flight) -> Continuation {
        note(action, of: rule, &flight)
        switch action {
        case .none: return .nextInstruction
        case .accept:
            flight.frames.removeAll(keepingCapacity: true)
            return .wentOn
        case .drop:
            end(flight, .dropped(rule: rule))
            return .ended
        case .reject(let answer):
            end(flight, .rejected(rule: rule, answer))
            return .ended
        case .return: return leaveChain(&flight) ? .wentOn : .ended
        case .jump(let chain): return enter(chain, &flight) ? .wentOn : .ended
        case .goto(let chain):
            flight.frames.removeLast()
            return enter(chain, &flight) ? .wentOn : .ended
        case .mark(let clear, let flip):
            flight.mark = flight.mark & ~clear ^ flip
            return .nextInstruction
        case .choose(let range): return choose(range, rule, &flight)
        case .map(let table, let fields): return map(table, fields, rule, &flight)
        case .remember: return .nextInstruction
        case .unknown:
            flight.isUncertain = true
            return .nextInstruction
        case .dnat, .redirect, .masquerade: return translate(action, &flight)
        }
    }

    /// Puts down that a rule does something. Of a choice or a map it is what comes of it, and nothing if nothing does; a
    /// rule that does several things stands once.
    private mutating func note(_ action: FilterProgram.Action, of rule: Int, _ flight: inout Flight) {
        switch action {
        case .none, .choose, .map: return
        default: break
        }
        if trace.trail.indices.contains(flight.trail), case .rule(rule, _) = trace.trail[flight.trail].step { return }
        record(.rule(rule, action), &flight)
    }

    /// Rewrites an address of the connection; no other nat chain of the hook is asked then.
    private mutating func translate(_ action: FilterProgram.Action, _ flight: inout Flight) -> Continuation {
        flight.frames.removeAll(keepingCapacity: true)
        switch action {
        case .dnat(let socket):
            flight.translate(to: socket)
            flight.destinationIsSettled = true
        case .redirect(let port):
            let isOwn = flight.packet.interface == .process
            let address = isOwn ? IPAddress.loopback(program.family) : tracer.network.primary
            flight.translate(to: SocketAddress(address, port: port))
            flight.destinationIsSettled = true
        default:
            flight.isMasqueraded = true
            flight.sourceIsSettled = true
        }
        return .wentOn
    }

    /// One of several actions by chance: the kernel takes the upper half of a random 32-bit number times their number.
    private mutating func choose(_ range: Range<Int>, _ rule: Int, _ flight: inout Flight) -> Continuation {
        let count = UInt64(range.count)
        guard count > 1, count <= 1 << 31 else {
            return range.first.map { act(program.actions[$0], rule, &flight) } ?? .nextInstruction
        }
        for place in range.reversed() {
            let number = UInt64(place - range.lowerBound)
            let draws = Self.firstDraw(number + 1, of: count) - Self.firstDraw(number, of: count)
            var chosen = flight
            let chance = Fraction(draws, 1 << 32)
            chosen.probability = flight.probability * chance
            chosen.nominal = flight.nominal * Fraction(1, count)
            record(.chance(rule: rule, chance, held: true), &chosen)
            switch act(program.actions[place], rule, &chosen) {
            case .ended: continue
            case .nextInstruction, .wentOn: pending.append(chosen)
            }
        }
        return .ended
    }

    /// The first of 2^32 draws that `reciprocal_scale` maps to `number` of `count`.
    private static func firstDraw(_ number: UInt64, of count: UInt64) -> UInt64 {
        let quotient = (number << 32).quotientAndRemainder(dividingBy: count)
        return quotient.quotient + (quotient.remainder == 0 ? 0 : 1)
    }

    /// What a map has for the packets; those that it has nothing for go on with the next rule.
    private mutating func map(
        _ table: Int, _ fields: [FilterProgram.Field], _ rule: Int, _ flight: inout Flight
    ) -> Continuation {
        let result = part(flight.packet, by: program.tables[table], fields)
        for packet in result.misses.reversed() {
            var missed = flight
            missed.packet = packet
            pending.append(missed)
        }
        for (packet, entry) in result.hits.reversed() {
            guard let value = program.tables[table].value(of: entry) else { continue }
            var found = flight
            found.packet = packet
            switch act(program.actions[value], rule, &found) {
            case .ended: continue
            case .nextInstruction, .wentOn: pending.append(found)
            }
        }
        return .ended
    }
}
