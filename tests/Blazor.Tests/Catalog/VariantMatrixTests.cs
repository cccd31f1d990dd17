using Marketplace.BlazorAdmin.Catalog;

namespace Marketplace.Blazor.Tests.Catalog;

public sealed class VariantMatrixTests
{
    [Fact]
    public void Makes_a_variant_for_each_combination_with_a_code_of_its_own()
    {
        var matrix = Matrix(("Finish", "Terracotta, Chalk"), ("Size", "Small, Medium, Large"));

        matrix.Regenerate("Hand-thrown planter");

        Assert.Equal(6, matrix.Rows.Count);
        Assert.Equal("Terracotta · Small", matrix.Rows[0].Name);
        Assert.Equal("Chalk · Large", matrix.Rows[^1].Name);
        Assert.Equal(6, matrix.Rows.Select(r => r.Sku).Distinct().Count());
        Assert.StartsWith("HP-TERR-SMAL", matrix.Rows[0].Sku, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_what_was_typed_when_a_value_is_added()
    {
        var matrix = Matrix(("Size", "S, M"));
        matrix.Regenerate("Shirt");
        matrix.Rows[1].Price = "899";
        var typed = matrix.Rows[1];

        matrix.Options[0].Text = "S, M, L";
        matrix.Regenerate("Shirt");

        Assert.Equal(3, matrix.Rows.Count);
        Assert.Same(typed, matrix.Rows[1]);
        Assert.Equal("899", matrix.Rows[1].Price);
    }

    [Fact]
    public void Hands_the_only_variant_to_the_first_combination()
    {
        var id = Guid.CreateVersion7();
        var matrix = VariantMatrix.Of([], [new() { Id = id, Sku = "POT", Price = "120" }]);
        matrix.Options.Add(new() { Name = "Size", Text = "Small, Large" });

        matrix.Regenerate("Pot");

        Assert.Equal(id, matrix.Rows[0].Id);
        Assert.Null(matrix.Rows[1].Id);
        Assert.Equal("120", matrix.Rows[1].Price);
    }

    [Fact]
    public void Leaves_out_what_is_not_offered_until_it_is_brought_back()
    {
        var matrix = Matrix(("Size", "S, M, L"));
        matrix.Regenerate("Shirt");

        matrix.LeaveOut(matrix.Rows[1]);
        matrix.Regenerate("Shirt");

        Assert.Equal(["S", "L"], matrix.Rows.Select(r => r.Name));
        Assert.Equal(1, matrix.LeftOut);

        matrix.BringBack("Shirt");

        Assert.Equal(3, matrix.Rows.Count);
        Assert.Equal(0, matrix.LeftOut);
    }

    [Fact]
    public void Knows_the_combinations_that_a_saved_product_leaves_out()
    {
        var matrix = VariantMatrix.Of([new() { Name = "Size", Text = "S, M" }], [new() { Options = new Dictionary<string, string> { ["Size"] = "M" } }]);

        Assert.Equal(1, matrix.LeftOut);
    }

    [Fact]
    public void Refuses_more_variants_than_a_product_may_have()
    {
        var many = string.Join(", ", Enumerable.Range(1, 20));
        var matrix = Matrix(("A", many), ("B", many));

        matrix.Regenerate("Screw");

        Assert.True(matrix.IsTooLarge);
        Assert.Single(matrix.Rows);
    }

    [Fact]
    public void Never_loses_the_last_variant()
    {
        var matrix = Matrix();

        matrix.LeaveOut(matrix.Rows[0]);

        Assert.Single(matrix.Rows);
    }

    [Fact]
    public void Finds_codes_that_stand_twice()
    {
        var matrix = VariantMatrix.Of([], [new() { Sku = "A" }, new() { Sku = " a " }, new() { Sku = "B" }]);

        Assert.Same(matrix.Rows[1], Assert.Single(matrix.Doubled));
    }

    [Theory]
    [InlineData("S, M, L", "S", "M", "L")]
    [InlineData("Small, 10 cm; Medium, 14 cm", "Small, 10 cm", "Medium, 14 cm")]
    [InlineData("Small, 10 cm;", "Small, 10 cm")]
    public void Values_are_read_as_they_were_written_down_also_with_commas_of_their_own(string text, params string[] values)
    {
        var option = OptionDraft.Of("Size", values);

        Assert.Equal(text, option.Text);
        Assert.Equal(values, option.Values);
    }

    /// <summary>A new product, to which its maker then gives options.</summary>
    private static VariantMatrix Matrix(params (string Name, string Values)[] options)
    {
        var matrix = VariantMatrix.Of([], [new() { Price = "100" }]);
        matrix.Options.AddRange(options.Select(o => new OptionDraft { Name = o.Name, Text = o.Values }));
        return matrix;
    }
}
