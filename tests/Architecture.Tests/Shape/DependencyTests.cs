using System.Reflection;
using System.Xml.Linq;

namespace Marketplace.Architecture.Tests.Shape;

/// <summary>Which project may know which: domain at the centre, hosts outside, the Blazor apps beyond HTTP.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Contracts"] = [],
        ["Tokens"] = [],
        ["EmbeddedPostgres"] = [],
        ["Application"] = ["Contracts", "Domain"],
        ["Infrastructure"] = ["Application"],
        ["Infrastructure.Design"] = ["Infrastructure"],
        ["BlazorShared"] = ["Contracts", "Tokens"],
        ["BlazorStore"] = ["BlazorShared"],
        ["BlazorAdmin"] = ["BlazorShared"],
        ["IdentityServer"] = ["BlazorShared", "Tokens"],
        ["WebApi"] = ["BlazorShared", "Infrastructure", "Tokens"],
        ["AppHost"] = ["BlazorAdmin", "BlazorStore", "EmbeddedPostgres", "IdentityServer", "WebApi"],
    };

    private static readonly Dictionary<string, string[]> Forbidden = new()
    {
        ["Marketplace.Domain"] = ["Marketplace.", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Npgsql", "FluentValidation"],
        ["Marketplace.Contracts"] = ["Marketplace.", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Npgsql", "FluentValidation"],
        ["Marketplace.Tokens"] = ["Marketplace.", "Microsoft.IdentityModel", "System.IdentityModel"],
        ["Marketplace.Application"] = ["Marketplace.Infrastructure", "Marketplace.WebApi", "Microsoft.AspNetCore", "Npgsql", "RabbitMQ", "StackExchange"],
        ["Marketplace.Infrastructure"] = ["Marketplace.WebApi", "Marketplace.Blazor"],
        ["Marketplace.BlazorShared"] = ["Marketplace.Domain", "Marketplace.Application", "Marketplace.Infrastructure", "Microsoft.EntityFrameworkCore"],
        ["Marketplace.BlazorStore"] = ["Marketplace.Domain", "Marketplace.Application", "Marketplace.Infrastructure", "Microsoft.EntityFrameworkCore"],
        ["Marketplace.BlazorAdmin"] = ["Marketplace.Domain", "Marketplace.Application", "Marketplace.Infrastructure", "Microsoft.EntityFrameworkCore"],
        ["Marketplace.IdentityServer"] = ["Marketplace.Domain", "Marketplace.Application", "Marketplace.Infrastructure", "Marketplace.WebApi"],
        ["Marketplace.WebApi"] = ["Marketplace.IdentityServer", "Marketplace.BlazorStore", "Marketplace.BlazorAdmin"],
    };

    [Fact]
    public void Projects_reference_only_what_the_layers_allow()
    {
        var references = Source.Projects("src").ToDictionary(name => name, References);
        Assert.NotEmpty(references.Values.SelectMany(r => r));

        Assert.Empty(references.Keys.Except(Allowed.Keys));
        var broken = from project in references
                     from reference in project.Value.Except(Allowed[project.Key])
                     select $"{project.Key} → {reference}";
        Assert.Empty(broken);
    }

    [Fact]
    public void Nothing_that_is_shipped_references_a_test()
    {
        var references = Source.Projects("src").SelectMany(References).ToList();
        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, r => r.Contains("Test", StringComparison.Ordinal));
    }

    [Fact]
    public void Assemblies_use_only_what_the_layers_allow()
    {
        var uses = Forbidden.Keys.ToDictionary(name => name, name => Assembly.Load(name).GetReferencedAssemblies().Select(a => a.Name!).ToList());
        Assert.All(uses.Values, Assert.NotEmpty);
        Assert.Contains("Microsoft.EntityFrameworkCore", uses["Marketplace.Infrastructure"]);

        var broken = from assembly in Forbidden
                     from used in uses[assembly.Key]
                     where assembly.Value.Any(prefix => used.StartsWith(prefix, StringComparison.Ordinal))
                     select $"{assembly.Key} → {used}";
        Assert.Empty(broken);
    }

    private static string[] References(string project) =>
    [
        .. XDocument.Load(Path.Combine(Source.Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))),
    ];
}
