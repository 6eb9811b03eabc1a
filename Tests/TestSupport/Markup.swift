import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of XML, with what is in it.
public final class Element {
    public let name: String
    public let attributes: [String: String]
    public fileprivate(set) var children: [Element] = []
    /// The text in it, without that of its children.
    public fileprivate(set) var ownText = ""

    fileprivate init(_ name: String, _ attributes: [String: String]) {
        (self.name, self.attributes) = (name, attributes)
    }

    /// Reads XML; throws if it is not well formed.
    public static func read(_ text: String) throws -> Element {
        let reader = ElementReader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else {
            throw NotWellFormed(
                line: parser.lineNumber, reason: "\(parser.parserError.map { "\($0)" } ?? "")")
        }
        return root
    }

    public struct NotWellFormed: Error {
        public var line: Int
        public var reason: String
    }

    /// The element itself and all that are in it.
    public var all: [Element] { [self] + children.flatMap(\.all) }

    public func all(_ name: String, _ style: String? = nil) -> [Element] {
        all.filter { $0.name == name && (style == nil || $0.attributes["class"] == style) }
    }

    public func number(_ attribute: String) -> Double {
        Double(attributes[attribute] ?? "") ?? .nan
    }
}

private final class ElementReader: NSObject, XMLParserDelegate {
    var root: Element?
    private var open: [Element] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        let element = Element(name, attributes)
        open.last?.children.append(element)
        if root == nil { root = element }
        open.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        open.last?.ownText += text
    }
}
