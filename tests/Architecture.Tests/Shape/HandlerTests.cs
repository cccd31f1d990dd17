using System.Reflection;

namespace Marketplace.Architecture.Tests.Shape;

/// <summary>Handlers, reactions and validators are plain sealed classes, each found by its own type.</summary>
public sealed class HandlerTests
{
    private static readonly Type[] Types = [.. Assembly.Load("Marketplace.Application").GetTypes(), .. Assembly.Load("Marketplace.Infrastructure").GetTypes()];

    [Theory]
    [InlineData("IHandler")]
    [InlineData("IReactTo`1")]
    [InlineData("IValidator`1")]
    public void Are_sealed(string contract)
    {
        var found = Implementing(contract);
        Assert.NotEmpty(found);

        Assert.Empty(found.Where(type => !type.IsSealed).Select(type => type.FullName));
    }

    [Fact]
    public void Never_call_another_handler()
    {
        var handlers = Implementing("IHandler");
        Assert.NotEmpty(handlers);

        var taken = from handler in handlers
                    from constructor in handler.GetConstructors()
                    from parameter in constructor.GetParameters()
                    where handlers.Contains(parameter.ParameterType)
                    select $"{handler.Name} takes {parameter.ParameterType.Name}";
        Assert.Empty(taken);
    }

    [Fact]
    public void Aggregates_change_through_methods_only()
    {
        var aggregates = Assembly.Load("Marketplace.Domain").GetTypes().Where(type => type.BaseType?.Name == "AggregateRoot").ToList();
        Assert.NotEmpty(aggregates);

        var open = from aggregate in aggregates
                   from property in aggregate.GetProperties()
                   where property.SetMethod is { IsPublic: true }
                   select $"{aggregate.Name}.{property.Name}";
        Assert.Empty(open);
    }

    private static List<Type> Implementing(string contract) =>
        [.. Types.Where(type => type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(i => i.Name == contract))];
}
