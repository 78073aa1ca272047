import Addressing

/// One run of a tracer: the ways that are still to be followed, and the ends that were reached.
struct TraceRun {
    let tracer: Tracer
    let isRecorded: Bool
    var trace = Trace()
    var pending: [Flight] = []
    /// How many more conditions that nobody knows are followed both ways.
    var unknownConditions = 256

    /// More jumps than any ruleset needs that the kernel takes: it allows 16 at once in nftables, and no circles.
    private static let mostJumps = 4096

    init(_ tracer: Tracer, isRecorded: Bool) {
        self.tracer = tracer
        self.isRecorded = isRecorded
    }

    var program: FilterProgram { tracer.ruleset.program }

    mutating func follow(_ packet: PacketClass, tracking: TrackingStates) {
        guard !packet.isEmpty else { return }
        var flight = Flight(packet: packet, tracking: tracking)
        arrive(at: packet.interface == .process ? .output : .prerouting, &flight)
        pending.append(flight)
        while var flight = pending.popLast() {
            while flight.frames.isEmpty ? takeHookStep(&flight) : takeRule(&flight) {}
        }
    }

    // MARK: Steps on the way

    mutating func record(_ step: @autoclosure () -> Trace.Step, _ flight: inout Flight) {
        guard isRecorded else { return }
        trace.trail.append(Trace.TrailStep(step: step(), previous: flight.trail))
        flight.trail = trace.trail.count - 1
    }

    mutating func end(_ flight: Flight, _ fate: Trace.Fate) {
        trace.endings.append(
            Trace.Ending(
                packet: flight.original, fate: fate, translated: flight.translated,
                isMasqueraded: flight.isMasqueraded, probability: flight.probability, nominal: flight.nominal,
                isUncertain: flight.isUncertain, trail: flight.trail, conditions: flight.conditions))
    }

    /// Puts packets at the beginning of a hook.
    mutating func arrive(at hook: FilterProgram.Hook, _ flight: inout Flight) {
        flight.hook = hook
        flight.hookStep = 0
        record(.hook(hook), &flight)
    }

    /// Does the next thing at the hook. False if nothing is left of these packets.
    private mutating func takeHookStep(_ flight: inout Flight) -> Bool {
        guard let step = tracer.step(flight.hookStep, at: flight.hook) else { return leaveHook(&flight) }
        flight.hookStep += 1
        switch step {
        case .virtualServers: return schedule(&flight)
        case .chain(let hookChain):
            if hookChain.isNAT && !asksForTranslation(flight) { return true }
            flight.isInNAT = hookChain.isNAT
            record(.chain(hookChain.chain), &flight)
            return enter(hookChain.chain, &flight)
        }
    }

    /// Only the first packet of a connection meets nat chains, until one of them has rewritten it. A later packet is
    /// treated as the first one was: it goes through them in that one's place.
    private func asksForTranslation(_ flight: Flight) -> Bool {
        guard flight.tracking.contains(.new) || flight.tracking.contains(.established) else { return false }
        switch flight.hook {
        case .prerouting, .output: return !flight.destinationIsSettled
        case .input, .postrouting: return !flight.sourceIsSettled
        case .forward: return false
        }
    }

    // MARK: Chains

    /// Enters a chain. Packets that a long chain tells apart by their destination part here.
    mutating func enter(_ chain: Int, _ flight: inout Flight) -> Bool {
        guard program.chains.indices.contains(chain) else { return true }
        flight.jumps += 1
        guard flight.jumps <= Self.mostJumps, flight.frames.count < 256 else {
            end(flight, .circle)
            return false
        }
        flight.frames.append(Flight.Frame(chain: chain, rule: program.chains[chain].rules.lowerBound))
        guard let index = program.chains[chain].index else { return true }
        switch index.dimension {
        case .destination:
            return part(&flight, \.destinations, keys: index.keys)
        case .destinationPort:
            return part(&flight, \.destinationPorts, keys: index.portKeys)
        }
    }

    /// Sends the packets of each key on by themselves; goes on with those that none fits.
    private mutating func part<Number>(
        _ flight: inout Flight, _ field: WritableKeyPath<PacketClass, NumberSet<Number>>, keys: NumberSet<Number>
    ) -> Bool {
        let values = flight.packet[keyPath: field]
        if values.single != nil { return true }
        for range in values.intersection(keys).ranges.reversed() {
            var number = range.upperBound
            while true {
                var one = flight
                one.packet[keyPath: field] = NumberSet(number)
                pending.append(one)
                if number == range.lowerBound { break }
                number -= 1
            }
        }
        flight.packet[keyPath: field] = values.subtracting(keys)
        flight.frames[flight.frames.count - 1].isRest = true
        return !flight.packet.isEmpty
    }

    /// Takes the next rule. False if nothing is left of these packets.
    private mutating func takeRule(_ flight: inout Flight) -> Bool {
        guard let frame = flight.frames.last else { return true }
        guard let rule = nextRule(frame, flight.packet) else { return leaveChain(&flight) }
        let start = rule == frame.rule ? frame.instruction : 0
        flight.frames[flight.frames.count - 1].rule = rule + 1
        flight.frames[flight.frames.count - 1].instruction = 0
        return carryOut(rule, from: start, &flight)
    }

    private func nextRule(_ frame: Flight.Frame, _ packet: PacketClass) -> Int? {
        let chain = program.chains[frame.chain]
        guard frame.rule < chain.rules.upperBound else { return nil }
        guard let index = chain.index, frame.instruction == 0 else { return frame.rule }
        if frame.isRest { return index.otherRule(from: frame.rule) }
        let key =
            index.dimension == .destination
            ? packet.destinations.single : packet.destinationPorts.single.map { UInt128($0) }
        return key.map { index.rule(from: frame.rule, key: $0) } ?? frame.rule
    }

    /// Goes back behind the last jump. At the end of a hook's chain its policy counts.
    mutating func leaveChain(_ flight: inout Flight) -> Bool {
        flight.frames.removeLast()
        guard flight.frames.isEmpty, case .chain(let hookChain)? = tracer.step(flight.hookStep - 1, at: flight.hook)
        else { return true }
        if hookChain.drops {
            record(.policy(chain: hookChain.chain, drops: true), &flight)
            end(flight, .droppedByPolicy(chain: hookChain.chain))
            return false
        }
        return true
    }

    // MARK: Rules

    private mutating func carryOut(_ rule: Int, from start: Int, _ flight: inout Flight) -> Bool {
        let instructions = program.rules[rule].instructions
        for place in instructions.dropFirst(start) {
            switch program.instructions[place] {
            case .test(let test, let negated):
                guard holds(test, negated: negated, rule, instruction: place - instructions.lowerBound, &flight)
                else { return !flight.packet.isEmpty }
            case .action(let action):
                switch act(action, rule, &flight) {
                case .nextInstruction: continue
                case .wentOn: return true
                case .ended: return false
                }
            }
        }
        return true
    }

    /// Whether a test holds for the packets. Those for which it doesn't are put aside, to go on with the next rule; if
    /// none is left it doesn't hold.
    private mutating func holds(
        _ test: FilterProgram.Test, negated: Bool, _ rule: Int, instruction: Int, _ flight: inout Flight
    ) -> Bool {
        switch answer(to: test, flight) {
        case .yes: return !negated
        case .no: return negated
        case .split(let yes, let no):
            return split(&flight, negated ? no : yes, aside: negated ? yes : no, rule, instruction)
        case .chance(let number, let nominal):
            let chance = Fraction(UInt64(number), 1 << 31)
            let meant = Fraction(UInt64(nominal.numerator), UInt64(nominal.denominator))
            draw(negated ? chance.complement : chance, negated ? meant.complement : meant, rule, &flight)
            return true
        case .condition(let condition):
            return assume(condition, holdsIf: !negated, &flight)
        }
    }

    /// Goes on with the first of `packets`, puts the others where they go on at the same place, and `aside` at the next
    /// rule.
    private mutating func split(
        _ flight: inout Flight, _ packets: [PacketClass], aside: [PacketClass], _ rule: Int, _ instruction: Int
    ) -> Bool {
        for packet in aside.reversed() where !packet.isEmpty {
            var other = flight
            other.packet = packet
            pending.append(other)
        }
        for packet in packets.dropFirst().reversed() where !packet.isEmpty {
            var other = flight
            other.packet = packet
            other.frames[other.frames.count - 1].rule = rule
            other.frames[other.frames.count - 1].instruction = instruction
            pending.append(other)
        }
        guard let first = packets.first else {
            flight.packet.destinations = .none
            return false
        }
        flight.packet = first
        return true
    }

    private mutating func draw(_ chance: Fraction, _ nominal: Fraction, _ rule: Int, _ flight: inout Flight) {
        if !chance.isOne {
            var unlucky = flight
            unlucky.probability = flight.probability * chance.complement
            unlucky.nominal = flight.nominal * nominal.complement
            record(.chance(rule: rule, chance.complement, held: false), &unlucky)
            pending.append(unlucky)
        }
        flight.probability = flight.probability * chance
        flight.nominal = flight.nominal * nominal
        record(.chance(rule: rule, chance, held: true), &flight)
    }

    /// Follows both answers to a condition. Of more unknown ones than anybody would read only "no" is.
    mutating func assume(_ condition: Trace.Condition, holdsIf expected: Bool, _ flight: inout Flight) -> Bool {
        if let known = trace.answer(to: condition, at: flight.conditions) { return known == expected }
        if case .unknown = condition {
            guard unknownConditions > 0 else {
                flight.isUncertain = true
                return !expected
            }
            unknownConditions -= 1
        }
        var other = flight
        note(condition, !expected, &other)
        pending.append(other)
        note(condition, expected, &flight)
        return true
    }

    /// Puts down what was taken for true.
    mutating func note(_ condition: Trace.Condition, _ holds: Bool, _ flight: inout Flight) {
        trace.conditions.append(
            Trace.ConditionStep(condition: condition, holds: holds, previous: flight.conditions))
        flight.conditions = trace.conditions.count - 1
        record(.assumed(condition, holds), &flight)
    }
}
