"""Common first names and the gender of those who bear them.

They distinguish a person from a thing, and "he" from "she". The lists hold names that are
frequent in English-language news and that are hardly ever another word. A word that is in no
list may still be a person's name.
"""

from __future__ import annotations

_FEMALE = frozenset(
    """abby abigail adriana agnes aisha alexandra alice alicia alison allison amanda amelia amy ana
    andrea angela anita ann anna anne annie barbara beatrice bella beth betty beverly brenda
    bridget camila carla carmen carol carole caroline carolyn catherine cathy cecilia charlotte
    cheryl christina christine cindy claire clara claudia colleen cynthia daniela debbie deborah
    diana diane dolores donna dorothy edith eileen elaine eleanor elena elisa elizabeth ella ellen
    emily emma erica erin esther eva evelyn fatima fiona florence frances gabriela gina gloria
    hannah heather heidi helen hillary holly ines ingrid irene isabel isabella jackie jacqueline
    jane janet janice jasmine jean jeanne jenna jennifer jenny jessica jill joan joanna joanne
    josephine joyce judith judy julia julie karen kate katherine kathleen kathryn kathy katie
    kayla kelly kimberly kirsten kirstjen kristen laura lauren leah leila linda lisa liz loretta
    louise lucia lucy madeleine madison malala margaret margarita maria marie marilyn marina
    marjorie martha mary maxine megan melania melanie melinda melissa michelle mildred miriam
    molly monica nadia nancy naomi natalia natalie natasha nicola nicole nikki nina nora norma
    olga olivia pamela patricia paula pauline penelope phyllis priyanka rachel rebecca renee
    rhonda rosa rosemary ruth sally samantha sandra sara sarah sharon sheila sheryl shirley sofia
    sonia sophia sophie stacey stella stephanie susan susanna suzanne sylvia tammy tara teresa
    theresa tiffany tina tulsi ursula valerie vanessa vera veronica victoria virginia vivian
    wanda wendy yasmin yolanda yvonne zoe""".split()
)
_MALE = frozenset(
    """aaron abdul abraham adam adrian ahmed alan albert alberto alejandro alexander alexei alfred
    ali allan allen andrei andrew andy angus anthony antonin antonio arnold arthur barack barry
    ben benjamin bernard bernie bill billy bob boris brad bradley brandon brendan brett brian bruce
    bryan carl carlos chad charles charlie christopher chuck clarence clark claude clive colin
    connor conor craig curtis cyrus dan daniel danny darren dave david dean dennis derek devin
    diego dmitri dmitry dominic don donald doug douglas duncan dwight dylan earl ed eddie edgar
    edmund eduardo edward edwin elijah elon emmanuel enrique eric ernest ethan eugene evan felix
    fernando floyd francisco francois frank franklin fred frederick gareth gary gavin geert geoff
    geoffrey george gerald gerard giovanni glen glenn gordon graham greg gregory guy hamid hans
    harold harry harvey hassan hector henry herbert howard hugh hugo ian ibrahim igor isaac ivan
    jack jacob jake james jared jason jay jeb jeff jeffrey jeremy jerome jerry jesus jim jimmy joe
    joel john johnny jon jonathan jorge jose joseph josh joshua juan julian justin karl keith ken
    kenneth kevin klaus kyle larry lars lawrence lee leo leon leonard lewis liam lindsey lloyd
    louis lucas luis luke luther malcolm manuel marc marco marcus mario mark martin marvin matt
    matthew maurice max michael miguel mike milton mitch mitt mohamed mohammad mohammed morris
    muhammad narendra nate nathan neil nicholas nicolas nigel noah norman oliver omar oscar osama
    otto pablo patrick paul pedro pete peter phil philip phillip pierre rafael ralph ramon randy
    raul ray raymond recep ricardo richard rick rob robert roberto rod rodney rodrigo roger roland
    ron ronald ross roy rudolph rudy rupert russell ryan salman samuel scott sean sebastian sergei
    sergey seth shawn simon spencer stan stanley stephen steve steven stewart stuart ted
    terrence terry theodore thomas tim timothy toby todd tom tommy tony travis trevor tucker tyler
    vernon victor vincent vladimir volodymyr wade wallace walter warren wayne wesley will william
    winston xavier yusuf zach zachary""".split()
)
_EITHER = frozenset(
    """alex ashley bobby cameron casey chris dakota dana drew francis gene hunter jamie jesse jo
    jordan kerry kim leslie logan lou lynn morgan pat robin sam sandy shannon sidney stacy taylor
    tracy hu li wang zhang liu chen mao deng xi""".split()
)


def is_forename(word: str) -> bool:
    """Whether the word is a first name, or a surname that is written first ("Xi Jinping")."""
    low = word.lower()
    return low in _FEMALE or low in _MALE or low in _EITHER


def is_woman(forename: str) -> bool | None:
    """True for a woman's first name, False for a man's, None where it may be either."""
    low = forename.lower()
    return True if low in _FEMALE else False if low in _MALE else None
