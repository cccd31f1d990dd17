using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Marketplace.Contracts.Shared;

namespace Marketplace.WebApi.Shared;

/// <summary>
/// What the types of the wire and their members are, in the words of their XML documentation. A reference to a class of constants becomes the
/// list of its values.
/// </summary>
internal sealed partial class ContractWords
{
    public static readonly Assembly Contracts = typeof(MoneyDto).Assembly;

    private readonly Dictionary<string, XElement> _known;

    private ContractWords(XDocument document) => _known = document.Descendants("member").ToDictionary(m => (string)m.Attribute("name")!);

    /// <summary>The compiler writes the file beside the assembly.</summary>
    public static ContractWords Read() => new(XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{Contracts.GetName().Name}.xml")));

    public string? Of(Type type) => _known.GetValueOrDefault($"T:{type.FullName}")?.Element("summary") is { } summary ? Text(summary, type) : null;

    /// <param name="member">As JSON names it.</param>
    public string? Of(Type type, string member) => Parameter(type, member) is { } words ? Text(words, type) : MemberWords.Of(member);

    private XElement? Parameter(Type type, string member) => (
        from element in _known.GetValueOrDefault($"T:{(type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName}")?.Elements("param") ?? []
        where JsonNamingPolicy.CamelCase.ConvertName((string)element.Attribute("name")!) == member
        select element).FirstOrDefault();

    private string Text(XElement words, Type type)
    {
        var values = new List<Type>();
        var text = Spaces().Replace(string.Concat(words.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "c" } code => $"`{NameIn(type, code.Value)}`",
            XElement { Name.LocalName: "paramref" } other => $"`{JsonNamingPolicy.CamelCase.ConvertName((string)other.Attribute("name")!)}`",
            XElement { Name.LocalName: "see" } see => Reference((string)see.Attribute("cref")!, values),
            _ => throw new NotSupportedException($"{type.Name}: {node}"),
        })), " ").Trim();
        return string.Join("\n", [text, .. values.SelectMany(ValuesOf)]);
    }

    /// <returns>The name by which the reader knows it.</returns>
    private static string Reference(string cref, List<Type> values)
    {
        var name = cref[2..];
        if (cref[0] == 'T' && Contracts.GetType(name, throwOnError: true) is { IsAbstract: true, IsSealed: true } constants)
        {
            values.Add(constants);
            return "the values below";
        }

        return cref[0] == 'P' ? $"`{name.Split('.')[^2]}.{JsonNamingPolicy.CamelCase.ConvertName(name.Split('.')[^1])}`" : $"`{name.Split('.')[^1]}`";
    }

    private IEnumerable<string> ValuesOf(Type constants) =>
        from field in constants.GetFields(BindingFlags.Public | BindingFlags.Static)
        where field is { IsLiteral: true }
        select $"- `{field.GetRawConstantValue()}`: {Text(_known[$"F:{constants.FullName}.{field.Name}"].Element("summary")!, constants)}";

    private static string NameIn(Type type, string code) => type.GetProperty(code) is null ? code : JsonNamingPolicy.CamelCase.ConvertName(code);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
