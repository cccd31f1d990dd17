using System.Reflection;
using System.Text.RegularExpressions;

namespace Marketplace.Architecture.Tests.Shape;

/// <summary>No amount ever passes through a binary fraction.</summary>
public sealed partial class MoneyTests
{
    private static readonly Assembly[] Assemblies =
        [.. new[] { "Domain", "Contracts", "Application", "Infrastructure", "WebApi" }.Select(name => Assembly.Load("Marketplace." + name))];

    [Fact]
    public void Money_has_no_binary_fraction_and_converts_from_none()
    {
        var money = Assembly.Load("Marketplace.Domain").GetType("Marketplace.Domain.Shared.Money", throwOnError: true)!;
        var members = money.GetMethods().SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
            .Concat(money.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Select(f => f.FieldType)).ToList();
        Assert.Contains(typeof(decimal), members);

        Assert.DoesNotContain(members, IsBinaryFraction);
        Assert.DoesNotContain(money.GetMethods(), m => m.Name == "op_Implicit");
    }

    [Fact]
    public void Nothing_named_like_an_amount_is_a_binary_fraction()
    {
        Assert.Matches(Amount(), "DeliveryFee");
        Assert.DoesNotMatch(Amount(), "Latitude");
        var members = Assemblies.SelectMany(a => a.GetTypes()).SelectMany(Members).ToList();
        Assert.Contains(members, m => Amount().IsMatch(m.Name) && m.Type == typeof(decimal));
        Assert.Contains(members, m => m.Type == typeof(double)); // positions are

        Assert.Empty(members.Where(m => IsBinaryFraction(m.Type) && Amount().IsMatch(m.Name)).Select(m => $"{m.Owner}.{m.Name}"));
    }

    private static IEnumerable<(string Owner, string Name, Type Type)> Members(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return type.GetProperties(all).Select(p => (type.FullName!, p.Name, p.PropertyType))
            .Concat(type.GetFields(all).Select(f => (type.FullName!, f.Name, f.FieldType)))
            .Concat(type.GetMethods(all).SelectMany(m => m.GetParameters()).Select(p => (type.FullName!, p.Name ?? "", p.ParameterType)));
    }

    private static bool IsBinaryFraction(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var bare && (bare == typeof(double) || bare == typeof(float));

    [GeneratedRegex("(Amount|Price|Total|Fee|Tax|Discount|Money|Commission|Cost|Balance|Payout|Refund|Earning)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
