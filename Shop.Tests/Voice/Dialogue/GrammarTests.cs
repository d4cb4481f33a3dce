using System.Text.RegularExpressions;
using Shop.Voice.Dialogue;

namespace Shop.Tests.Voice.Dialogue;

/// <summary>What may be said in English where no language model listens.</summary>
public partial class GrammarTests
{
    const string Dictionary = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";

    [Fact]
    public void Every_question_has_a_grammar_whose_rules_are_defined()
    {
        Question[] questions =
        [
            Question.Start, Question.Size, Question.Quantity, Question.Phone, Question.Order, Question.Day,
                Question.Confirm,
            Question.Offers(1), Question.Station(1), Question.Time(1)
        ];
        Assert.Equal(questions.Select(question => question.State).Order(), Grammars.States.Order());
        foreach (var question in questions)
        {
            var grammar = Grammars.Of(question.State)!;
            var defined = Definition().Matches(grammar).Select(rule => rule.Groups[1].Value).ToHashSet();
            Assert.Empty(Rule().Matches(grammar).Select(rule => rule.Groups[1].Value).Except(defined));
        }
    }

    /// <summary>A word that is not in the dictionary makes the recogniser refuse the whole grammar.</summary>
    [Fact]
    public void Every_word_is_in_the_dictionary()
    {
        Assert.SkipUnless(File.Exists(Dictionary), "apt-get install pocketsphinx-en-us");
        var known = File.ReadLines(Dictionary).Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var said = from state in Grammars.States
                   let grammar = Grammars.Of(state)!
                   from Match word in Word().Matches(Rule().Replace(grammar[grammar.IndexOf('<',
                       StringComparison.Ordinal)..], " "))
                   where word.Value != "public"
                   select word.Value;

        Assert.Empty(said.Distinct().Except(known));
    }

    [GeneratedRegex("<([a-z]+)>")]
    private static partial Regex Rule();

    [GeneratedRegex("<([a-z]+)> =")]
    private static partial Regex Definition();

    [GeneratedRegex("[a-z]+")]
    private static partial Regex Word();
}
