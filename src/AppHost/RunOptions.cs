using System.Globalization;

namespace Marketplace.AppHost;

internal sealed record Ports(int Api, int Identity, int Store, int Portal)
{
    public static Ports Default { get; } = new(5000, 5001, 5100, 5200);

    public IEnumerable<(string Host, int Port)> All =>
        [("the API", Api), ("the identity server", Identity), ("the storefront", Store), ("the portal", Portal)];
}

/// <summary>What the person at the terminal asked for.</summary>
internal sealed record RunOptions
{
    public const string Help = """
        ./run [options]        builds and starts the marketplace with its demo town; Ctrl+C ends it

          --fresh              throws the private data directory away first
          --no-demo            starts with an empty marketplace
          --ports A,I,S,P      ports of API, identity server, storefront and portal (5000,5001,5100,5200)
          --data DIR           the private data directory (.data)
          --help               this text

        ConnectionStrings__Marketplace names a PostgreSQL of your own; without it an embedded one is started.
        Every other setting of docs/operations.md can be given in the environment as well.
        """;

    public bool IsFresh { get; init; }

    public bool HasDemo { get; init; } = true;

    public bool WantsHelp { get; init; }

    public Ports Ports { get; init; } = Ports.Default;

    public string Data { get; init; } = ".data";

    public static RunOptions Parse(string[] arguments)
    {
        var options = new RunOptions();
        while (arguments is [var name, .. var rest])
        {
            (options, arguments) = (name, rest) switch
            {
                ("--fresh", _) => (options with { IsFresh = true }, rest),
                ("--no-demo", _) => (options with { HasDemo = false }, rest),
                ("--help" or "-h", _) => (options with { WantsHelp = true }, rest),
                ("--ports", [var list, .. var after]) => (options with { Ports = ParsePorts(list) }, after),
                ("--data", [var folder, .. var after]) => (options with { Data = folder }, after),
                ("--ports" or "--data", _) => throw new StartException($"{name} needs a value; --help shows it."),
                _ => throw new StartException($"There is no option {name}; --help lists them."),
            };
        }

        return options;
    }

    private static Ports ParsePorts(string list)
    {
        int[] ports = [.. list.Split(',').Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : 0)];
        return ports is [> 0, > 0, > 0, > 0] && ports.Distinct().Count() == 4
            ? new Ports(ports[0], ports[1], ports[2], ports[3])
            : throw new StartException($"--ports takes four different port numbers, not \"{list}\".");
    }
}
